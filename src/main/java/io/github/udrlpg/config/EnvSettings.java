package io.github.udrlpg.config;

/**
 * Group {@code env}.
 *
 * @param id the name of the task; whether there is one of that name is the registry's to say
 */
public record EnvSettings(String id) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public EnvSettings {
    Rules.of("env").that(!id.isBlank(), "id", "must name a task", "\"" + id + "\"").check();
  }

  static EnvSettings read(GroupReader reader) {
    return new EnvSettings(reader.text("id"));
  }
}

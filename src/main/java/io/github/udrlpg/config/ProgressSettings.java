package io.github.udrlpg.config;

/**
 * Group {@code progress}.
 *
 * @param everySeconds seconds between lines of progress in a log that is not a terminal
 */
public record ProgressSettings(int everySeconds) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public ProgressSettings {
    Rules.of("progress").positive("every-seconds", everySeconds).check();
  }

  static ProgressSettings read(GroupReader reader) {
    return new ProgressSettings(reader.integer("every-seconds"));
  }
}

package io.github.udrlpg.config;

/**
 * Group {@code evaluation}.
 *
 * @param everyEnvSteps environment steps between evaluations at the highest return seen
 * @param episodes episodes of an evaluation, and of each command of an extensive one
 * @param extensiveEveryEnvSteps environment steps between extensive evaluations
 * @param extensiveCommands commands of an extensive evaluation, evenly over [0, 1]
 */
public record EvaluationSettings(
    long everyEnvSteps, int episodes, long extensiveEveryEnvSteps, int extensiveCommands) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public EvaluationSettings {
    Rules.of("evaluation")
        .positive("every-env-steps", everyEnvSteps)
        .positive("episodes", episodes)
        .positive("extensive-every-env-steps", extensiveEveryEnvSteps)
        .atLeast(2, "extensive-commands", extensiveCommands)
        .check();
  }

  static EvaluationSettings read(GroupReader reader) {
    return new EvaluationSettings(
        reader.longInteger("every-env-steps"),
        reader.integer("episodes"),
        reader.longInteger("extensive-every-env-steps"),
        reader.integer("extensive-commands"));
  }
}

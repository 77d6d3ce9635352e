package io.github.udrlpg.config;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Group {@code evaluation}.
 *
 * @param everyEnvSteps environment steps between evaluations at the highest return seen
 * @param episodes episodes of an evaluation, and of each command of an extensive one
 * @param extensiveEveryEnvSteps environment steps between extensive evaluations
 * @param extensiveCommands commands of an extensive evaluation, evenly over [0, 1]
 * @param averageDecay share that an update keeps of the averaged generator that is evaluated, in
 *     [0, 1); empty to evaluate the generator itself
 * @param retrieval which extensive evaluations replay stored policies beside it
 */
public record EvaluationSettings(
    long everyEnvSteps,
    int episodes,
    long extensiveEveryEnvSteps,
    int extensiveCommands,
    OptionalDouble averageDecay,
    Retrieval retrieval) {

  /** Which extensive evaluations replay the stored policies whose returns are nearest. */
  public enum Retrieval {
    /** None. */
    OFF,
    /** That at the end of the run. */
    FINAL,
    /** All. */
    EXTENSIVE
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public EvaluationSettings {
    Objects.requireNonNull(retrieval, "retrieval");
    Rules.of("evaluation")
        .positive("every-env-steps", everyEnvSteps)
        .positive("episodes", episodes)
        .positive("extensive-every-env-steps", extensiveEveryEnvSteps)
        .atLeast(2, "extensive-commands", extensiveCommands)
        .that(
            averageDecay.orElse(0) >= 0 && averageDecay.orElse(0) < 1,
            "average-decay",
            "must be a number from 0 and below 1, or off",
            averageDecay.orElse(0))
        .check();
  }

  static EvaluationSettings read(GroupReader reader) {
    return new EvaluationSettings(
        reader.longInteger("every-env-steps"),
        reader.integer("episodes"),
        reader.longInteger("extensive-every-env-steps"),
        reader.integer("extensive-commands"),
        reader.numberOr("off", "average-decay"),
        reader.choice("retrieval", Retrieval.class));
  }
}

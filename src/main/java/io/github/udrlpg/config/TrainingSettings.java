package io.github.udrlpg.config;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Group {@code training}.
 *
 * @param learner what learns
 * @param maxEnvSteps environment steps after which the run ends
 * @param updatesPerEpisode generator updates for each episode rolled out
 * @param batchSize pairs in the batch of one update
 * @param tileFraction share of the policy's tiles that an update compares, in (0, 1]
 * @param warmUpEpisodes episodes before the first update
 * @param warmUpPolicies where the policies of the warm-up come from
 * @param restateWeights whether policies are restated for the present observation statistics
 * @param overlapUpdates whether an iteration's updates run beside the rollouts of the next one
 * @param returnCeiling the highest training return of one episode that is trained on and commanded;
 *     empty for no such limit
 */
public record TrainingSettings(
    String learner,
    long maxEnvSteps,
    int updatesPerEpisode,
    int batchSize,
    double tileFraction,
    int warmUpEpisodes,
    WarmUpPolicies warmUpPolicies,
    boolean restateWeights,
    boolean overlapUpdates,
    OptionalDouble returnCeiling) {

  /** Where the policies of the warm-up come from. */
  public enum WarmUpPolicies {
    /** The untrained generator, commanded 1. */
    GENERATOR,
    /** Each is initialised at random, by Xavier's rule. */
    XAVIER
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public TrainingSettings {
    Objects.requireNonNull(warmUpPolicies, "warmUpPolicies");
    Rules.of("training")
        .positive("max-env-steps", maxEnvSteps)
        .positive("updates-per-episode", updatesPerEpisode)
        .positive("batch-size", batchSize)
        .that(
            tileFraction > 0 && tileFraction <= 1,
            "tile-fraction",
            "must be a number in (0, 1]",
            tileFraction)
        .positive("warm-up-episodes", warmUpEpisodes)
        .finite("return-ceiling", returnCeiling.orElse(0))
        .check();
  }

  static TrainingSettings read(GroupReader reader) {
    return new TrainingSettings(
        reader.text("learner"),
        reader.longInteger("max-env-steps"),
        reader.integer("updates-per-episode"),
        reader.integer("batch-size"),
        reader.number("tile-fraction"),
        reader.integer("warm-up-episodes"),
        reader.choice("warm-up-policies", WarmUpPolicies.class),
        reader.flag("restate-weights"),
        reader.flag("overlap-updates"),
        reader.numberOr("off", "return-ceiling"));
  }
}

package io.github.udrlpg.config;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Group {@code generator}: the hypernetwork and its optimiser.
 *
 * @param hiddenSizes the units of each hidden layer of a tile network; at least one
 * @param embeddingDim the numbers in the learned embedding of a tile
 * @param tile the side of a tile, in units of the policy
 * @param learningRate Adam's step size
 * @param learningRateFinal the step size that {@code learningRate} falls to; empty to keep it
 * @param learningRateDecaySteps environment steps over which it falls, linearly
 * @param adamBeta1 Adam's decay of the first moment, in [0, 1)
 * @param adamBeta2 Adam's decay of the second moment, in [0, 1)
 * @param adamEpsilon Adam's term against division by zero
 * @param outputScale s of the scale s/√fan-in of generated weights; empty for none
 * @param engine what computes it; nothing that is computed depends on it but for rounding
 */
public record GeneratorSettings(
    List<Integer> hiddenSizes,
    int embeddingDim,
    int tile,
    double learningRate,
    OptionalDouble learningRateFinal,
    long learningRateDecaySteps,
    double adamBeta1,
    double adamBeta2,
    double adamEpsilon,
    OptionalDouble outputScale,
    Engine engine) {
  /** What computes the generator. */
  public enum Engine {
    /** Fused passes that share the work of a batch's commands; the fast one. */
    NATIVE,
    /** The definition in ND4J's arrays; the reference. */
    ND4J
  }

  private static final String DECAY_RULE = "must be a number from 0 and below 1";

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public GeneratorSettings {
    hiddenSizes = List.copyOf(hiddenSizes);
    Rules.of("generator")
        .that(!hiddenSizes.isEmpty(), "hidden-sizes", "must have at least one layer", hiddenSizes)
        .allPositive("hidden-sizes", hiddenSizes)
        .positive("embedding-dim", embeddingDim)
        .positive("tile", tile)
        .positiveNumber("learning-rate", learningRate)
        .positiveNumber("learning-rate-final", learningRateFinal.orElse(1))
        .positive("learning-rate-decay-steps", learningRateDecaySteps)
        .that(isDecay(adamBeta1), "adam-beta1", DECAY_RULE, adamBeta1)
        .that(isDecay(adamBeta2), "adam-beta2", DECAY_RULE, adamBeta2)
        .positiveNumber("adam-epsilon", adamEpsilon)
        .positiveNumber("output-scale", outputScale.orElse(1.0))
        .check();
  }

  /** Returns Adam's step size after some environment steps. */
  public double learningRate(long envSteps) {
    double progress = Math.min(1, (double) envSteps / learningRateDecaySteps);
    return learningRate + progress * (learningRateFinal.orElse(learningRate) - learningRate);
  }

  static GeneratorSettings read(GroupReader reader) {
    return new GeneratorSettings(
        reader.integers("hidden-sizes"),
        reader.integer("embedding-dim"),
        reader.integer("tile"),
        reader.number("learning-rate"),
        reader.numberOr("off", "learning-rate-final"),
        reader.longInteger("learning-rate-decay-steps"),
        reader.number("adam-beta1"),
        reader.number("adam-beta2"),
        reader.number("adam-epsilon"),
        reader.numberOr("off", "output-scale"),
        reader.choice("engine", Engine.class));
  }

  private static boolean isDecay(double value) {
    return value >= 0 && value < 1;
  }
}

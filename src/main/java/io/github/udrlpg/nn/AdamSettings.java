package io.github.udrlpg.nn;

import io.github.udrlpg.InvalidInputException;

/**
 * The settings of Adam (Kingma and Ba, arXiv 1412.6980), without weight decay.
 *
 * @param learningRate step size, positive
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment, positive
 */
public record AdamSettings(double learningRate, double beta1, double beta2, double epsilon) {

  /**
   * @throws InvalidInputException if a value is outside its range
   */
  public AdamSettings {
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        "learning rate",
        learningRate,
        "a positive number");
    require(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    require(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    require(epsilon > 0 && Double.isFinite(epsilon), "epsilon", epsilon, "a positive number");
  }

  /** Returns the usual settings, β = (0.9, 0.999) and ε = 1e-8, with the given learning rate. */
  public static AdamSettings withLearningRate(double learningRate) {
    return new AdamSettings(learningRate, 0.9, 0.999, 1e-8);
  }

  private static void require(boolean holds, String name, double value, String rule) {
    if (!holds) {
      throw new InvalidInputException("Adam's " + name + " must be " + rule + ", found " + value);
    }
  }
}

package io.github.udrlpg.env;

import java.util.random.RandomGenerator;

/** Noise on initial states. */
final class InitialNoise {
  private InitialNoise() {}

  /**
   * Adds to every value an independent number, uniform within {@code ±scale}. Stored episodes are
   * played again from their seeds, so not even the rounding may change.
   */
  static void addUniform(RandomGenerator random, double scale, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += scale * (2 * random.nextDouble() - 1);
    }
  }

  /** Adds to every value an independent normal number. */
  static void addNormal(RandomGenerator random, double deviation, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * random.nextGaussian();
    }
  }

  /** Returns a number between two others. */
  static double uniform(RandomGenerator random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }
}

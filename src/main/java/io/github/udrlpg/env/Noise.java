package io.github.udrlpg.env;

import org.apache.commons.rng.UniformRandomProvider;

/** Noise on initial states. */
final class Noise {
  private Noise() {}

  /** Adds to every value an independent number, uniform within {@code ±scale}. */
  static void addUniform(UniformRandomProvider random, double scale, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += scale * (2 * random.nextDouble() - 1);
    }
  }
}

package io.github.udrlpg.env;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** Noise on initial states. */
final class InitialNoise {
  private InitialNoise() {}

  /** Adds to every value an independent number, uniform within {@code ±scale}. */
  static void addUniform(UniformRandomProvider random, double scale, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += uniform(random, -scale, scale);
    }
  }

  /** Adds to every value an independent normal number. */
  static void addNormal(UniformRandomProvider random, double deviation, double[] values) {
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * normal.sample();
    }
  }

  /** Returns a number between two others. */
  static double uniform(UniformRandomProvider random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }
}

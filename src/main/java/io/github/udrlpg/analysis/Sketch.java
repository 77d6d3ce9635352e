package io.github.udrlpg.analysis;

import java.io.Serializable;

/**
 * Maps weights to a few numbers that keep lengths and distances: a count sketch, or feature hashing
 * (Weinberger et al., ICML 2009). Every weight is added to or subtracted from one number, by a hash
 * of its index. A squared distance is right on average, with a relative standard deviation of at
 * most √(2 / dimensions): 6 % for 512. Few weights stay as they are, and nothing is lost.
 *
 * @param weights the length of what is mapped
 * @param dimensions the length of what comes of it
 */
record Sketch(int weights, int dimensions) implements Serializable {
  static final int MOST_DIMENSIONS = 512;

  static Sketch of(int weights) {
    return new Sketch(weights, Math.min(weights, MOST_DIMENSIONS));
  }

  /** Returns whether nothing is lost. */
  boolean isExact() {
    return weights == dimensions;
  }

  /**
   * Maps weights.
   *
   * @param values {@code [weights]}
   * @return {@code [dimensions]}
   */
  float[] apply(float[] values) {
    if (isExact()) {
      return values.clone();
    }
    double[] sums = new double[dimensions];
    for (int i = 0; i < values.length; i++) {
      long hash = Mix.of(i);
      int place = (int) ((hash >>> 1) % dimensions);
      sums[place] += (hash & 1) == 0 ? values[i] : -values[i];
    }
    float[] sketch = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      sketch[i] = (float) sums[i];
    }
    return sketch;
  }
}

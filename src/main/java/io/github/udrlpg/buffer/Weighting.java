package io.github.udrlpg.buffer;

import java.util.Arrays;

/**
 * How often each of K non-empty buckets is drawn from, given their ranks k = 1 … K in ascending
 * order of return (arXiv 2501.16288, weighting strategies).
 */
public sealed interface Weighting {

  /** Every bucket alike. */
  record Uniform() implements Weighting {}

  /** Proportional to (1 / (K + 1 − k))^scale. */
  record Reciprocal(double scale) implements Weighting {}

  /** Proportional to exp(scale · k). */
  record Exponential(double scale) implements Weighting {}

  /** Always the bucket of the highest returns. */
  record Highest() implements Weighting {}

  /** Returns the probability of each rank, ascending; sums to 1 within rounding. */
  default double[] probabilities(int nonEmptyBuckets) {
    double[] weights = new double[nonEmptyBuckets];
    for (int i = 0; i < nonEmptyBuckets; i++) {
      weights[i] = weight(nonEmptyBuckets - 1 - i);
    }
    double sum = Arrays.stream(weights).sum();
    for (int i = 0; i < nonEmptyBuckets; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** Returns the weight of the bucket with {@code above} non-empty buckets above it, at most 1. */
  private double weight(int above) {
    if (this instanceof Reciprocal reciprocal) {
      return Math.pow(1.0 / (above + 1), reciprocal.scale());
    }
    if (this instanceof Exponential exponential) {
      // exp(s·k) divided by exp(s·K): the same ratios without overflow, whatever K is.
      return Math.exp(-exponential.scale() * above);
    }
    if (this instanceof Highest) {
      return above == 0 ? 1 : 0;
    }
    return 1;
  }
}

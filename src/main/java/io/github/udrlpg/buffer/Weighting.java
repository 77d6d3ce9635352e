package io.github.udrlpg.buffer;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How often each of K non-empty buckets is drawn from; by their ranks k = 1 … K in ascending order
 * of return (arXiv 2501.16288, weighting strategies) or by where they stand.
 */
public sealed interface Weighting {

  /**
   * Returns the probability of each bucket; sums to 1 within rounding.
   *
   * @param buckets the indices of the non-empty buckets, ascending
   */
  double[] probabilities(int[] buckets);

  /** Every bucket alike. */
  record Uniform() implements Weighting {
    @Override
    public double[] probabilities(int[] buckets) {
      return normalized(buckets.length, above -> 1);
    }
  }

  /** Proportional to (1 / (K + 1 − k))^scale. */
  record Reciprocal(double scale) implements Weighting {
    @Override
    public double[] probabilities(int[] buckets) {
      return normalized(buckets.length, above -> Math.pow(1.0 / (above + 1), scale));
    }
  }

  /** Proportional to exp(scale · k). */
  record Exponential(double scale) implements Weighting {
    @Override
    public double[] probabilities(int[] buckets) {
      // exp(s·k) divided by exp(s·K): the same ratios without overflow, whatever K is.
      return normalized(buckets.length, above -> Math.exp(-scale * above));
    }
  }

  /** Always the bucket of the highest returns. */
  record Highest() implements Weighting {
    @Override
    public double[] probabilities(int[] buckets) {
      return normalized(buckets.length, above -> above == 0 ? 1 : 0);
    }
  }

  /**
   * Evenly over the range of returns: a bucket stands for the part of the range that is nearer to
   * it than to any other.
   */
  record EvenOverRange() implements Weighting {
    @Override
    public double[] probabilities(int[] buckets) {
      int last = buckets.length - 1;
      double range = buckets[last] - buckets[0] + 1;
      double[] probabilities = new double[buckets.length];
      for (int i = 0; i <= last; i++) {
        double from = i == 0 ? buckets[0] - 0.5 : (buckets[i - 1] + buckets[i]) / 2.0;
        double to = i == last ? buckets[last] + 0.5 : (buckets[i] + buckets[i + 1]) / 2.0;
        probabilities[i] = (to - from) / range;
      }
      return probabilities;
    }
  }

  /**
   * Scales weights to a sum of 1.
   *
   * @param weight of the bucket with so many non-empty buckets above it
   */
  private static double[] normalized(int nonEmptyBuckets, IntToDoubleFunction weight) {
    double[] weights = new double[nonEmptyBuckets];
    for (int i = 0; i < nonEmptyBuckets; i++) {
      weights[i] = weight.applyAsDouble(nonEmptyBuckets - 1 - i);
    }
    double sum = Arrays.stream(weights).sum();
    for (int i = 0; i < nonEmptyBuckets; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}

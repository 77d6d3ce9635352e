package io.github.udrlpg.buffer;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How often each of K non-empty buckets is drawn from, given their ranks k = 1 … K in ascending
 * order of return (arXiv 2501.16288, weighting strategies).
 */
public sealed interface Weighting {

  /** Returns the probability of each rank, ascending; sums to 1 within rounding. */
  double[] probabilities(int nonEmptyBuckets);

  /** Every bucket alike. */
  record Uniform() implements Weighting {
    @Override
    public double[] probabilities(int nonEmptyBuckets) {
      return normalized(nonEmptyBuckets, above -> 1);
    }
  }

  /** Proportional to (1 / (K + 1 − k))^scale. */
  record Reciprocal(double scale) implements Weighting {
    @Override
    public double[] probabilities(int nonEmptyBuckets) {
      return normalized(nonEmptyBuckets, above -> Math.pow(1.0 / (above + 1), scale));
    }
  }

  /** Proportional to exp(scale · k). */
  record Exponential(double scale) implements Weighting {
    @Override
    public double[] probabilities(int nonEmptyBuckets) {
      // exp(s·k) divided by exp(s·K): the same ratios without overflow, whatever K is.
      return normalized(nonEmptyBuckets, above -> Math.exp(-scale * above));
    }
  }

  /** Always the bucket of the highest returns. */
  record Highest() implements Weighting {
    @Override
    public double[] probabilities(int nonEmptyBuckets) {
      return normalized(nonEmptyBuckets, above -> above == 0 ? 1 : 0);
    }
  }

  /**
   * A share of the draws over all buckets alike, the others by another weighting: the best are
   * drawn often, and no return is forgotten.
   *
   * @param evenShare from 0 to 1
   */
  record PartlyEven(Weighting others, double evenShare) implements Weighting {
    @Override
    public double[] probabilities(int nonEmptyBuckets) {
      double[] probabilities = others.probabilities(nonEmptyBuckets);
      for (int i = 0; i < nonEmptyBuckets; i++) {
        probabilities[i] = (1 - evenShare) * probabilities[i] + evenShare / nonEmptyBuckets;
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

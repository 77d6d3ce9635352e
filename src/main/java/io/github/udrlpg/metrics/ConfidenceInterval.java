package io.github.udrlpg.metrics;

import org.apache.commons.statistics.distribution.TDistribution;

/** How sure a mean over episodes is. */
public final class ConfidenceInterval {
  private ConfidenceInterval() {}

  /**
   * Returns half the width of the 95 % confidence interval of a mean, by Student's t distribution.
   *
   * @param standardDeviation sample standard deviation
   * @param count how many values; with fewer than two the result is not a number
   */
  public static double halfWidth95(double standardDeviation, int count) {
    if (count < 2) {
      return Double.NaN;
    }
    double quantile = TDistribution.of(count - 1).inverseCumulativeProbability(0.975);
    return quantile * standardDeviation / Math.sqrt(count);
  }
}

package io.github.udrlpg.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Two one-sided tests (Schuirmann 1987) of whether a mean lies closer to a value than a margin.
 * That a test of difference does not reject shows nothing of the kind.
 */
public final class Equivalence {
  private Equivalence() {}

  /**
   * Returns the p-value of the two one-sided t-tests: the larger of the two. Below α, the interval
   * of confidence 1 − 2 α of the mean lies within the margin on both sides of the value.
   *
   * @param mean of a sample
   * @param standardDeviation the sample's
   * @param count of its values
   * @param value that the mean is to be equivalent to
   * @param margin above 0
   * @return NaN with fewer than two values; without any spread 0 or 1
   */
  public static double pValue(
      double mean, double standardDeviation, int count, double value, double margin) {
    if (count < 2) {
      return Double.NaN;
    }
    double room = margin - Math.abs(mean - value);
    if (standardDeviation == 0) {
      return room > 0 ? 0 : 1;
    }
    double t = room / (standardDeviation / Math.sqrt(count));
    return TDistribution.of(count - 1).survivalProbability(t);
  }
}

package io.github.udrlpg.stats;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * Two-sided tests of rank between two sets of runs, which assume no distribution, and the size of a
 * difference of means.
 */
public final class Significance {
  private Significance() {}

  /**
   * Returns the p-value of the Mann-Whitney U test that neither set tends to higher scores. It is
   * exact below 50 runs without ties; with ties, the normal approximation with the correction for
   * ties and for continuity. Scores that are all equal give 1.
   *
   * @param x {@code [runs]}
   * @param y {@code [runs]}
   * @return NaN where either set is empty
   */
  public static double mannWhitney(double[] x, double[] y) {
    if (x.length == 0 || y.length == 0) {
      return Double.NaN;
    }
    double first = x[0];
    boolean allEqual =
        IntStream.range(0, x.length).allMatch(i -> x[i] == first)
            && IntStream.range(0, y.length).allMatch(i -> y[i] == first);
    return allEqual ? 1 : MannWhitneyUTest.withDefaults().test(x, y).getPValue();
  }

  /**
   * Returns the p-value of Wilcoxon's signed rank test that differences of pairs are symmetric
   * about 0. Pairs without a difference are left out (Wilcoxon 1945); without ties among the rest
   * it is exact, with ties the normal approximation with the corrections for ties and continuity.
   * Differences that are all 0 give 1.
   *
   * @param differences {@code [pairs]}
   * @return NaN where there is no pair
   */
  public static double wilcoxon(double[] differences) {
    if (differences.length == 0) {
      return Double.NaN;
    }
    double[] nonZero = Arrays.stream(differences).filter(difference -> difference != 0).toArray();
    return nonZero.length == 0
        ? 1
        : WilcoxonSignedRankTest.withDefaults().test(nonZero).getPValue();
  }

  /**
   * Returns Hedges' g (Hedges 1981): the difference of the means over the pooled standard
   * deviation, times 1 − 3 / (4 (n + m − 2) − 1) against its bias.
   *
   * @param x {@code [runs]}
   * @param y {@code [runs]}
   * @return NaN with fewer than two runs in a set, or where no set has any spread
   */
  public static double hedgesG(double[] x, double[] y) {
    int freedom = x.length + y.length - 2;
    double squares =
        (x.length - 1) * square(Estimators.standardDeviation(x))
            + (y.length - 1) * square(Estimators.standardDeviation(y));
    if (!(squares > 0)) {
      return Double.NaN;
    }
    double standardised = (Estimators.mean(x) - Estimators.mean(y)) / Math.sqrt(squares / freedom);
    return standardised * (1 - 3.0 / (4 * freedom - 1));
  }

  /**
   * Returns p-values adjusted by Holm's step-down method (Holm 1979) for several tests at once:
   * below α, a hypothesis is rejected with a chance of at most α that any rejection is wrong.
   *
   * @param pValues {@code [tests]}; NaN ones do not count and stay NaN
   * @return {@code [tests]}, in the same order
   */
  public static double[] holm(double[] pValues) {
    int[] order =
        IntStream.range(0, pValues.length)
            .filter(i -> !Double.isNaN(pValues[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pValues[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    Arrays.fill(adjusted, Double.NaN);
    double highest = 0;
    for (int rank = 0; rank < order.length; rank++) {
      highest = Math.max(highest, Math.min(1, (order.length - rank) * pValues[order[rank]]));
      adjusted[order[rank]] = highest;
    }
    return adjusted;
  }

  private static double square(double value) {
    return value * value;
  }
}

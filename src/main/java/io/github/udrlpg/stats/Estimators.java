package io.github.udrlpg.stats;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Point estimates over runs. Each takes {@code [runs]}, in any order, and leaves it as it is; NaN
 * where there is no run.
 */
public final class Estimators {
  private static final double TRIMMED_AT_EACH_END = 0.25;

  private Estimators() {}

  /** Returns the mean. */
  public static double mean(double[] scores) {
    return meanOf(scores, 0, scores.length);
  }

  /** Returns the sample standard deviation (n − 1); NaN with fewer than two runs. */
  public static double standardDeviation(double[] scores) {
    if (scores.length < 2) {
      return Double.NaN;
    }
    double mean = DoubleStream.of(scores).average().orElseThrow();
    double squares = DoubleStream.of(scores).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (scores.length - 1));
  }

  /** Returns the median: the mean of the two in the middle where the number of runs is even. */
  public static double median(double[] scores) {
    return quantile(scores, 0.5);
  }

  /**
   * Returns the interquartile mean (arXiv 2108.13264, section 4.3): the mean of what is left when
   * ⌊n / 4⌋ runs are dropped at each end, as {@code scipy.stats.trim_mean(scores, 0.25)} and
   * rliable's {@code aggregate_iqm} compute it. With several tasks it is taken over the scores of
   * all of them.
   */
  public static double interquartileMean(double[] scores) {
    double[] sorted = sorted(scores);
    int dropped = (int) (TRIMMED_AT_EACH_END * sorted.length);
    return meanOf(sorted, dropped, sorted.length - dropped);
  }

  /**
   * Returns a quantile, linear between neighbours, as {@code numpy.quantile} has it by default
   * (type 7 of Hyndman and Fan 1996).
   *
   * @param share from 0, the smallest, to 1, the largest
   */
  public static double quantile(double[] scores, double share) {
    if (scores.length == 0) {
      return Double.NaN;
    }
    double[] sorted = sorted(scores);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** Returns the scores of all tasks as one array. */
  static double[] pooled(double[][] scores) {
    return Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double[] sorted(double[] scores) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static double meanOf(double[] scores, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += scores[i];
    }
    return sum / (to - from);
  }
}

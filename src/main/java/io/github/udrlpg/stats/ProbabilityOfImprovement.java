package io.github.udrlpg.stats;

import io.github.udrlpg.text.Text;

/**
 * How likely a run of X does better than one of Y (arXiv 2108.13264, section 4.3): P(X &gt; Y) + ½
 * P(X = Y), the Mann-Whitney U statistic over the number of pairs, and its mean over tasks. It says
 * how often, not by how much.
 */
public final class ProbabilityOfImprovement {
  private ProbabilityOfImprovement() {}

  /**
   * Returns the probability for one task.
   *
   * @param x {@code [runs]}, higher is better
   * @param y {@code [runs]}
   * @return from 0 to 1; NaN where either has no run
   */
  public static double of(double[] x, double[] y) {
    double better = 0;
    for (double a : x) {
      for (double b : y) {
        better += a > b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return better / ((double) x.length * y.length);
  }

  /**
   * Returns the mean over tasks.
   *
   * @param x {@code [tasks][runs]}
   * @param y {@code [tasks][runs]}, the same tasks in the same order
   * @throws IllegalArgumentException if the numbers of tasks differ
   */
  public static double of(double[][] x, double[][] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Both sets of runs need the same tasks, found %d and %d", x.length, y.length));
    }
    double sum = 0;
    for (int task = 0; task < x.length; task++) {
      sum += of(x[task], y[task]);
    }
    return sum / x.length;
  }

  /** Returns the interval of the mean over tasks; both sets are resampled. */
  public static Interval interval(double[][] x, double[][] y, StratifiedBootstrap bootstrap) {
    return bootstrap.interval(x, y, ProbabilityOfImprovement::of);
  }

  /**
   * Returns Cliff's delta, P(X &gt; Y) − P(X &lt; Y) (Cliff 1993): the same on a scale from −1 to
   * 1, where 0 is no difference.
   *
   * @param x {@code [runs]}
   * @param y {@code [runs]}
   */
  public static double cliffsDelta(double[] x, double[] y) {
    return 2 * of(x, y) - 1;
  }
}

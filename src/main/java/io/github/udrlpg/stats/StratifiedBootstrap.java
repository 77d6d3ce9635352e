package io.github.udrlpg.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Percentile intervals of 95 % by stratified bootstrap (arXiv 2108.13264, section 4.1; Efron and
 * Tibshirani 1993, chapter 13): every resample draws, task by task, as many runs as the task has,
 * with replacement, and the interval reaches from the 2.5 % to the 97.5 % quantile of the statistic
 * over the resamples.
 *
 * <p>The same seed gives the same intervals. A task with fewer than two runs shows no spread, so
 * there is no interval then.
 */
public final class StratifiedBootstrap {
  /** Resamples that are enough for two digits of an end. */
  public static final int DEFAULT_RESAMPLES = 2_000;

  private static final double TAIL = 0.025;

  private final int resamples;
  private final long seed;

  /**
   * Creates a bootstrap.
   *
   * @param resamples how many are drawn
   * @param seed of the draws; each interval begins anew with it
   * @throws IllegalArgumentException if {@code resamples} is not positive
   */
  public StratifiedBootstrap(int resamples, long seed) {
    if (resamples < 1) {
      throw new IllegalArgumentException("resamples must be positive, found " + resamples);
    }
    this.resamples = resamples;
    this.seed = seed;
  }

  /**
   * Returns the interval of a statistic over the scores of all tasks.
   *
   * @param scores {@code [tasks][runs]}
   * @param statistic of the pooled scores, {@code [runs of all tasks]}
   */
  public Interval interval(double[][] scores, ToDoubleFunction<double[]> statistic) {
    return interval(scores, new double[0][], (x, none) -> statistic.applyAsDouble(pool(x)));
  }

  /**
   * Returns the interval of a statistic of two sets of runs, which are resampled independently.
   *
   * @param first {@code [tasks][runs]}
   * @param second {@code [tasks][runs]}, other numbers of runs allowed
   * @param statistic of a resample of both
   */
  public Interval interval(
      double[][] first, double[][] second, ToDoubleBiFunction<double[][], double[][]> statistic) {
    if (tooFew(first) || tooFew(second)) {
      return Interval.UNKNOWN;
    }
    UniformRandomProvider random = random();
    double[] values = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      values[i] = statistic.applyAsDouble(resample(first, random), resample(second, random));
    }
    return percentiles(values);
  }

  /**
   * Returns the interval of a statistic at every point of curves. A resample draws whole runs, so
   * it is the same runs at all points; each interval holds for its point alone.
   *
   * @param curves {@code [tasks][runs][points]}
   * @param statistic of the pooled values at a point
   * @return {@code [points]}
   */
  public List<Interval> curve(double[][][] curves, ToDoubleFunction<double[]> statistic) {
    int points = curves.length == 0 || curves[0].length == 0 ? 0 : curves[0][0].length;
    List<Interval> band = new ArrayList<>(points);
    for (int point = 0; point < points; point++) {
      int here = point;
      // Every interval begins with the same seed, so the runs that are drawn are the same too.
      double[][] scores =
          Arrays.stream(curves)
              .map(task -> Arrays.stream(task).mapToDouble(run -> run[here]).toArray())
              .toArray(double[][]::new);
      band.add(interval(scores, statistic));
    }
    return band;
  }

  private UniformRandomProvider random() {
    return RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  private static boolean tooFew(double[][] scores) {
    return Arrays.stream(scores).anyMatch(task -> task.length < 2);
  }

  private static double[][] resample(double[][] scores, UniformRandomProvider random) {
    double[][] drawn = new double[scores.length][];
    for (int task = 0; task < scores.length; task++) {
      double[] runs = scores[task];
      drawn[task] = new double[runs.length];
      for (int i = 0; i < runs.length; i++) {
        drawn[task][i] = runs[random.nextInt(runs.length)];
      }
    }
    return drawn;
  }

  private static double[] pool(double[][] scores) {
    return Estimators.pooled(scores);
  }

  /** A resample may have no value, for one an effect size without any spread: they do not count. */
  private static Interval percentiles(double[] values) {
    double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
    return known.length == 0
        ? Interval.UNKNOWN
        : new Interval(Estimators.quantile(known, TAIL), Estimators.quantile(known, 1 - TAIL));
  }
}

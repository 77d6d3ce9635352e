package io.github.udrlpg.stats;

import java.util.function.ToDoubleFunction;

/**
 * A statistic and how sure it is.
 *
 * @param value the statistic of the runs
 * @param interval its 95 % interval by stratified bootstrap
 */
public record Estimate(double value, Interval interval) {

  /**
   * Estimates a statistic of the runs of one task.
   *
   * @param scores {@code [runs]}
   */
  public static Estimate of(
      double[] scores, ToDoubleFunction<double[]> statistic, StratifiedBootstrap bootstrap) {
    return new Estimate(
        statistic.applyAsDouble(scores), bootstrap.interval(new double[][] {scores}, statistic));
  }
}

package io.github.udrlpg.stats;

/**
 * What the runs of one task say of one score.
 *
 * @param runs how many there are
 * @param interquartileMean mean of the middle half
 * @param median the run in the middle
 * @param mean over all runs
 * @param standardDeviation the sample's, over all runs
 */
public record Statistics(
    int runs,
    Estimate interquartileMean,
    Estimate median,
    Estimate mean,
    Estimate standardDeviation) {

  /**
   * Estimates them.
   *
   * @param scores {@code [runs]}
   */
  public static Statistics of(double[] scores, StratifiedBootstrap bootstrap) {
    return new Statistics(
        scores.length,
        Estimate.of(scores, Estimators::interquartileMean, bootstrap),
        Estimate.of(scores, Estimators::median, bootstrap),
        Estimate.of(scores, Estimators::mean, bootstrap),
        Estimate.of(scores, Estimators::standardDeviation, bootstrap));
  }
}

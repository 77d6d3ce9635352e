package io.github.udrlpg.stats;

import java.util.Optional;

/**
 * One set of runs, X, against another, Y, on one task and one score.
 *
 * @param runsX runs of X
 * @param runsY runs of Y
 * @param improvement the probability that a run of X does better than one of Y
 * @param meanDifference mean of X − mean of Y, both resampled
 * @param cliffsDelta P(X &gt; Y) − P(X &lt; Y)
 * @param hedgesG standardised difference of means; NaN without any spread
 * @param pValue of the Mann-Whitney U test, two-sided
 * @param paired the runs that have a seed in common, pair by pair; empty with fewer than two
 */
public record Comparison(
    int runsX,
    int runsY,
    Estimate improvement,
    Estimate meanDifference,
    double cliffsDelta,
    double hedgesG,
    double pValue,
    Optional<Paired> paired) {

  /**
   * Runs of X and Y that began with the same seeds.
   *
   * @param pairs how many
   * @param meanDifference mean over pairs of X − Y; pairs are resampled
   * @param pValue of Wilcoxon's signed rank test, two-sided
   */
  public record Paired(int pairs, Estimate meanDifference, double pValue) {}

  /**
   * Compares.
   *
   * @param x {@code [runs]}, higher is better
   * @param y {@code [runs]}
   * @param differences {@code [pairs]}, X − Y for each seed that both have
   */
  public static Comparison of(
      double[] x, double[] y, double[] differences, StratifiedBootstrap bootstrap) {
    double[][] xs = {x};
    double[][] ys = {y};
    return new Comparison(
        x.length,
        y.length,
        new Estimate(
            ProbabilityOfImprovement.of(x, y),
            ProbabilityOfImprovement.interval(xs, ys, bootstrap)),
        new Estimate(
            Estimators.mean(x) - Estimators.mean(y),
            bootstrap.interval(xs, ys, (a, b) -> Estimators.mean(a[0]) - Estimators.mean(b[0]))),
        ProbabilityOfImprovement.cliffsDelta(x, y),
        Significance.hedgesG(x, y),
        Significance.mannWhitney(x, y),
        paired(differences, bootstrap));
  }

  private static Optional<Paired> paired(double[] differences, StratifiedBootstrap bootstrap) {
    return differences.length < 2
        ? Optional.empty()
        : Optional.of(
            new Paired(
                differences.length,
                Estimate.of(differences, Estimators::mean, bootstrap),
                Significance.wilcoxon(differences)));
  }
}

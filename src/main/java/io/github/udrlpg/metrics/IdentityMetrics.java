package io.github.udrlpg.metrics;

import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * How well commands were met in one extensive evaluation; docs/algorithm.md defines each column.
 *
 * <p>Columns from {@code rmse} on are missing in rows of older versions.
 *
 * @param kind which commands, and how they were given: "extensive" for the whole grid, "seen" for
 *     those of it up to the highest return seen, "withheld" and "beyond" for the two zero-shot
 *     tests; "calibrated" for the grid through the calibration, "retrieval", "retrieval-withheld"
 *     and "retrieval-beyond" for what the nearest stored policies achieve
 * @param iteration the iteration after which it was done
 * @param envSteps environment steps of training until then
 * @param commands how many commands; those of which every episode diverged are left out
 * @param lowestCommand the lowest of them, a scaled return; NaN, as all that follows, where there
 *     are none
 * @param highestCommand the highest of them
 * @param nrmse root mean square of achieved − commanded training return over the commands, divided
 *     by returns.max − returns.min
 * @param spearman Spearman's rank correlation of commanded and achieved, equal values at the mean
 *     of their ranks; NaN for a single command or where all achieve the same
 * @param achievedSpread standard deviation over the commands of what they achieve, divided by that
 *     of what is commanded: 1 on the diagonal, 0 where all achieve the same; NaN for a single
 *     command
 * @param withinTenPercent share of the commands that are missed by at most a tenth of returns.max −
 *     returns.min
 * @param rmse root mean square of achieved − commanded, in returns
 * @param meanAbsoluteError mean of |achieved − commanded|, in returns
 * @param rSquared 1 − mean square of the misses / variance of what is commanded: 1 on the diagonal,
 *     at most 0 where all achieve the same; NaN for a single command
 * @param lowestAchieved the lowest of the achieved training returns
 * @param highestAchieved the highest of them
 * @param equivalent share of the commands whose achieved return is shown to lie within a tenth of
 *     the scale: two one-sided tests at a level of 5 % each. Commands with fewer than two sound
 *     episodes cannot be tested and are left out; NaN where all are such
 * @param weightDistance mean over the commands of the Euclidean distance of the generated weights
 *     to the nearest of the stored policies that were looked at; NaN where none were
 * @param relativeWeightDistance the same, divided by the mean distance of a retrieved policy to the
 *     nearest other one: 0 for a copy, 1 where it is as far as stored policies are from each other
 */
public record IdentityMetrics(
    String kind,
    int iteration,
    long envSteps,
    int commands,
    double lowestCommand,
    double highestCommand,
    double nrmse,
    double spearman,
    double achievedSpread,
    double withinTenPercent,
    double rmse,
    double meanAbsoluteError,
    double rSquared,
    double lowestAchieved,
    double highestAchieved,
    double equivalent,
    double weightDistance,
    double relativeWeightDistance) {
  /** The share of the scale within which a command counts as met. */
  public static final double CLOSE = 0.1;

  /** The level of each of the two one-sided tests. */
  public static final double LEVEL = 0.05;

  /** 0.1 cannot be told from a miss by 0.1 that rounding made a little larger. */
  private static final double ROUNDING = 1e-9;

  /**
   * Measures some commands of one evaluation.
   *
   * @param all one for each command, at least one
   * @param width returns.max − returns.min
   * @throws IllegalArgumentException if there are no rows
   */
  public static IdentityMetrics of(String kind, List<EvaluationMetrics> all, double width) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("Cannot measure the identity of no commands");
    }
    List<EvaluationMetrics> rows = all.stream().filter(EvaluationMetrics::isMeasured).toList();
    double[] commanded = rows.stream().mapToDouble(EvaluationMetrics::commandedReturn).toArray();
    double[] achieved = rows.stream().mapToDouble(EvaluationMetrics::meanTrainingReturn).toArray();
    double squares = 0;
    double distances = 0;
    int close = 0;
    for (int i = 0; i < commanded.length; i++) {
      double miss = (achieved[i] - commanded[i]) / width;
      squares += miss * miss;
      distances += Math.abs(miss);
      close += Math.abs(miss) <= CLOSE + ROUNDING ? 1 : 0;
    }
    double nrmse = Math.sqrt(squares / commanded.length);
    double commandedDeviation = deviation(commanded) / width;
    return new IdentityMetrics(
        kind,
        all.get(0).iteration(),
        all.get(0).envSteps(),
        rows.size(),
        rows.stream().mapToDouble(EvaluationMetrics::command).min().orElse(Double.NaN),
        rows.stream().mapToDouble(EvaluationMetrics::command).max().orElse(Double.NaN),
        nrmse,
        commanded.length < 2
            ? Double.NaN
            : new SpearmansCorrelation().correlation(commanded, achieved),
        deviation(achieved) / deviation(commanded),
        (double) close / commanded.length,
        nrmse * width,
        distances / commanded.length * width,
        commanded.length < 2
            ? Double.NaN
            : 1 - nrmse * nrmse / (commandedDeviation * commandedDeviation),
        DoubleStream.of(achieved).min().orElse(Double.NaN),
        DoubleStream.of(achieved).max().orElse(Double.NaN),
        equivalent(rows),
        Double.NaN,
        Double.NaN);
  }

  private static double equivalent(List<EvaluationMetrics> rows) {
    double[] tested =
        rows.stream()
            .mapToDouble(EvaluationMetrics::equivalencePValue)
            .filter(Double::isFinite)
            .toArray();
    return (double) DoubleStream.of(tested).filter(p -> p < LEVEL).count() / tested.length;
  }

  /** Returns the same with the distances of the generated weights. */
  public IdentityMetrics withDistances(double distance, double relative) {
    return new IdentityMetrics(
        kind,
        iteration,
        envSteps,
        commands,
        lowestCommand,
        highestCommand,
        nrmse,
        spearman,
        achievedSpread,
        withinTenPercent,
        rmse,
        meanAbsoluteError,
        rSquared,
        lowestAchieved,
        highestAchieved,
        equivalent,
        distance,
        relative);
  }

  private static double deviation(double[] values) {
    return new StandardDeviation(false).evaluate(values);
  }
}

package io.github.udrlpg.metrics;

import java.util.List;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * How well commands were met in one extensive evaluation; docs/algorithm.md defines each column.
 *
 * @param kind which commands: "extensive" for the whole grid, "seen" for those of it up to the
 *     highest return seen, "withheld" and "beyond" for the two zero-shot tests
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
    double withinTenPercent) {
  private static final double CLOSE = 0.1;

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
    int close = 0;
    for (int i = 0; i < commanded.length; i++) {
      double miss = (achieved[i] - commanded[i]) / width;
      squares += miss * miss;
      close += Math.abs(miss) <= CLOSE + ROUNDING ? 1 : 0;
    }
    return new IdentityMetrics(
        kind,
        all.get(0).iteration(),
        all.get(0).envSteps(),
        rows.size(),
        rows.stream().mapToDouble(EvaluationMetrics::command).min().orElse(Double.NaN),
        rows.stream().mapToDouble(EvaluationMetrics::command).max().orElse(Double.NaN),
        Math.sqrt(squares / commanded.length),
        commanded.length < 2
            ? Double.NaN
            : new SpearmansCorrelation().correlation(commanded, achieved),
        deviation(achieved) / deviation(commanded),
        (double) close / commanded.length);
  }

  private static double deviation(double[] values) {
    return new StandardDeviation(false).evaluate(values);
  }
}

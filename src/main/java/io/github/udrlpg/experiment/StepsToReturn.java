package io.github.udrlpg.experiment;

import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.Interval;
import java.util.Arrays;

/**
 * How long the runs of a group took to a scaled return.
 *
 * @param share the scaled return
 * @param reached runs with an evaluation that achieved it
 * @param steps median over runs of the environment steps before the first such evaluation; infinite
 *     where fewer than half achieved it, and without an interval unless all did
 */
public record StepsToReturn(double share, int reached, Estimate steps) {

  /** Measures it for one of {@link RunScores#SHARES}, by its place there. */
  static StepsToReturn of(GroupResults results, int index) {
    double[] steps =
        results.finished().stream()
            .mapToDouble(run -> run.requireScores().stepsToShares().get(index))
            .toArray();
    int reached = (int) Arrays.stream(steps).filter(Double::isFinite).count();
    Estimate median =
        reached == steps.length
            ? Estimate.of(steps, Estimators::median, GroupResults.bootstrap())
            : new Estimate(medianOfSome(steps), Interval.UNKNOWN);
    return new StepsToReturn(RunScores.SHARES.get(index), reached, median);
  }

  /** Between a number and infinity there is no mean. */
  private static double medianOfSome(double[] steps) {
    double[] sorted = steps.clone();
    Arrays.sort(sorted);
    double above = sorted[sorted.length / 2];
    return Double.isFinite(above) ? Estimators.median(sorted) : Double.POSITIVE_INFINITY;
  }
}

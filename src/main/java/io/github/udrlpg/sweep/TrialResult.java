package io.github.udrlpg.sweep;

import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.StratifiedBootstrap;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the seeds of a trial say together at the end of a rung. A trial of which a seed did not come
 * to its end, or has no such score, has no value and counts as the worst: the seeds that did would
 * flatter it.
 *
 * @param trial the trial's number
 * @param bracket the bracket's number
 * @param rung the rung's number
 * @param envSteps environment steps of each seed
 * @param value interquartile mean of the score over seeds; NaN for a trial that failed
 * @param runs its seeds
 */
public record TrialResult(
    int trial, int bracket, int rung, long envSteps, double value, List<TrialRun> runs) {
  private static final StratifiedBootstrap BOOTSTRAP =
      new StratifiedBootstrap(StratifiedBootstrap.DEFAULT_RESAMPLES, 1);

  /** Copies the list. */
  public TrialResult {
    runs = List.copyOf(runs);
  }

  /** Returns a result for each trial of some runs, by number and rung. */
  static List<TrialResult> of(List<TrialRun> runs, Score score) {
    return runs.stream()
        .collect(
            Collectors.groupingBy(
                run -> List.of(run.rung(), run.trial()),
                () ->
                    new TreeMap<>(
                        Comparator.comparing((List<Integer> key) -> key.get(0))
                            .thenComparing(key -> key.get(1))),
                Collectors.toList()))
        .values()
        .stream()
        .map(trial -> ofOne(trial, score))
        .toList();
  }

  private static TrialResult ofOne(List<TrialRun> runs, Score score) {
    TrialRun any = runs.get(0);
    return new TrialResult(
        any.trial(), any.bracket(), any.rung(), any.envSteps(), value(runs, score), runs);
  }

  private static double value(List<TrialRun> runs, Score score) {
    boolean whole = runs.stream().allMatch(TrialRun::isFinished);
    // The mean of the middle half would leave out a seed without a score.
    return whole && Arrays.stream(values(runs, score)).allMatch(Double::isFinite)
        ? Estimators.interquartileMean(values(runs, score))
        : Double.NaN;
  }

  /** Returns the value that it would have if another score decided; NaN where it has none. */
  double value(Score other) {
    return value(runs, other);
  }

  /** Best first; those that failed last, equal ones in the order of their numbers. */
  static Comparator<TrialResult> bestFirst(Score score) {
    double sign = score.higherIsBetter() ? -1 : 1;
    return Comparator.comparing(TrialResult::isFailed)
        .thenComparingDouble(result -> result.isFailed() ? 0 : sign * result.value())
        .thenComparingInt(TrialResult::trial);
  }

  /** Returns whether it has no value. */
  public boolean isFailed() {
    return Double.isNaN(value);
  }

  /** Returns why it failed, in one line. */
  public String cause() {
    return runs.stream()
        .filter(run -> !run.isFinished())
        .map(run -> Text.format("seed %d: %s", run.seed(), run.cause()))
        .findFirst()
        .orElse("a seed has no such score: every episode of an evaluation diverged");
  }

  /** Returns the value with its interval over seeds. */
  public Estimate estimate(Score score) {
    return Estimate.of(values(runs, score), Estimators::interquartileMean, BOOTSTRAP);
  }

  private static double[] values(List<TrialRun> runs, Score score) {
    return runs.stream().mapToDouble(run -> run.score(score)).toArray();
  }
}

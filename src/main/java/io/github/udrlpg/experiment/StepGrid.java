package io.github.udrlpg.experiment;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The environment steps at which the evaluations of several runs are read. They were made at
 * different steps, because an iteration ends where its episodes end.
 *
 * @param points environment steps, evenly spaced, the last one the budget
 */
public record StepGrid(List<Long> points) {
  /** What a curve is drawn with. */
  private static final int MOST_POINTS = 100;

  /** Copies the list of points. */
  public StepGrid {
    points = List.copyOf(points);
  }

  /** Returns a point for each interval of evaluations, or fewer where these are very many. */
  static StepGrid of(Settings settings) {
    long budget = settings.training().maxEnvSteps();
    long count = Math.min(MOST_POINTS, Math.max(1, budget / settings.evaluation().everyEnvSteps()));
    return new StepGrid(
        LongStream.rangeClosed(1, count)
            .mapToObj(i -> Math.round((double) budget * i / count))
            .toList());
  }

  /**
   * Returns the mean return of the last evaluation up to each point; before the first evaluation,
   * of the first. Evaluations of which every episode diverged are passed over.
   *
   * @param course evaluations in order of environment steps, at least one
   * @return {@code [points]}; NaN where there is no other evaluation
   */
  List<Double> valuesOf(List<EvaluationMetrics> course) {
    List<EvaluationMetrics> measured =
        course.stream().filter(EvaluationMetrics::isMeasured).toList();
    if (measured.isEmpty()) {
      return points.stream().map(point -> Double.NaN).toList();
    }
    return points.stream()
        .map(
            point ->
                measured.stream()
                    .filter(row -> row.envSteps() <= point)
                    .reduce((before, row) -> row)
                    .orElse(measured.get(0))
                    .meanReturn())
        .toList();
  }
}

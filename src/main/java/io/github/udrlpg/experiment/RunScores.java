package io.github.udrlpg.experiment;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.run.Obedience;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one finished run is worth. Returns are those of one episode, unscaled, with the survival
 * bonus, but for the scaled one and the identity curve, whose returns are as training counts them.
 *
 * @param envSteps environment steps of training
 * @param finalReturn mean return of the final evaluation; NaN, as what follows, where every episode
 *     behind it diverged
 * @param scaledFinalReturn the same as training counts it, on the scale of {@code returns.min}, 0,
 *     to {@code returns.max}, 1; not cut at either end
 * @param bestReturn highest mean return of an evaluation at the highest command
 * @param areaUnderCurve mean of {@code curve}
 * @param identityError mean distance between commanded and achieved returns in the last extensive
 *     evaluation; NaN without one
 * @param curve mean return of the evaluations at every point of the group's {@link StepGrid}
 * @param identity the last extensive evaluation, by kind of its rows: "extensive" for commands as
 *     they are, "calibrated", "retrieval"; a kind that was not evaluated is missing
 * @param obedience how well these are met
 * @param stepsToShares for each of {@link #SHARES}, the environment steps before the first
 *     evaluation that achieved it; infinite where none did
 */
public record RunScores(
    long envSteps,
    double finalReturn,
    double scaledFinalReturn,
    double bestReturn,
    double areaUnderCurve,
    double identityError,
    List<Double> curve,
    Map<String, List<IdentityPoint>> identity,
    Obedience obedience,
    List<Double> stepsToShares) {
  /** Scaled returns, the time to which is measured. */
  public static final List<Double> SHARES = List.of(0.5, 0.9, 0.95);

  private static final List<String> KINDS = List.of("extensive", "calibrated", "retrieval");

  /**
   * A command of an extensive evaluation.
   *
   * @param commandedReturn what was asked for, as a training return
   * @param achievedReturn mean training return of the episodes; NaN where all diverged
   */
  public record IdentityPoint(double commandedReturn, double achievedReturn) {}

  /**
   * Scores a run.
   *
   * @param evaluations the rows of its table, of which there is a final one
   */
  static RunScores of(Settings settings, StepGrid grid, List<EvaluationMetrics> evaluations) {
    // What a user measured for commands of his own is no part of the run's course.
    List<EvaluationMetrics> course =
        evaluations.stream()
            .filter(row -> row.kind().equals("regular") || row.kind().equals("final"))
            .toList();
    EvaluationMetrics last = course.get(course.size() - 1);
    List<Double> curve = grid.valuesOf(course);
    Map<String, List<EvaluationMetrics>> extensive = extensive(evaluations);
    double width = settings.returns().max() - settings.returns().min();
    return new RunScores(
        last.envSteps(),
        last.meanReturn(),
        (last.meanTrainingReturn() - settings.returns().min()) / width,
        course.stream()
            .filter(EvaluationMetrics::isMeasured)
            .mapToDouble(EvaluationMetrics::meanReturn)
            .max()
            .orElse(Double.NaN),
        curve.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
        extensive.getOrDefault("extensive", List.of()).stream()
            .mapToDouble(row -> Math.abs(row.meanTrainingReturn() - row.commandedReturn()))
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN),
        curve,
        identity(extensive),
        Obedience.of(
            extensive.entrySet().stream()
                .map(kind -> IdentityMetrics.of(kind.getKey(), kind.getValue(), width))
                .toList()),
        stepsToShares(settings, course));
  }

  private static Map<String, List<EvaluationMetrics>> extensive(
      List<EvaluationMetrics> evaluations) {
    int last =
        evaluations.stream()
            .filter(row -> KINDS.contains(row.kind()))
            .mapToInt(EvaluationMetrics::iteration)
            .max()
            .orElse(-1);
    return evaluations.stream()
        .filter(row -> KINDS.contains(row.kind()) && row.iteration() == last)
        .collect(
            Collectors.groupingBy(
                EvaluationMetrics::kind, LinkedHashMap::new, Collectors.toList()));
  }

  private static Map<String, List<IdentityPoint>> identity(
      Map<String, List<EvaluationMetrics>> extensive) {
    Map<String, List<IdentityPoint>> points = new LinkedHashMap<>();
    extensive.forEach(
        (kind, rows) ->
            points.put(
                kind,
                rows.stream()
                    .map(row -> new IdentityPoint(row.commandedReturn(), row.meanTrainingReturn()))
                    .toList()));
    return points;
  }

  private static List<Double> stepsToShares(Settings settings, List<EvaluationMetrics> course) {
    double min = settings.returns().min();
    double range = settings.returns().max() - min;
    List<Double> steps = new ArrayList<>();
    for (double share : SHARES) {
      steps.add(
          course.stream()
              .filter(row -> row.meanTrainingReturn() >= min + share * range)
              .mapToDouble(EvaluationMetrics::envSteps)
              .findFirst()
              .orElse(Double.POSITIVE_INFINITY));
    }
    return steps;
  }
}

package io.github.udrlpg.run;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * What one finished run is worth. Returns are those of one episode, unscaled, with the survival
 * bonus, but for the identity curve, whose returns are as training counts them.
 *
 * @param envSteps environment steps of training
 * @param finalReturn mean return of the final evaluation; NaN, as what follows, where every episode
 *     behind it diverged
 * @param bestReturn highest mean return of an evaluation at the highest command
 * @param areaUnderCurve mean of {@code curve}
 * @param identityError mean distance between commanded and achieved returns in the last extensive
 *     evaluation; NaN without one
 * @param curve mean return of the evaluations at every point of the group's {@link StepGrid}
 * @param identity the last extensive evaluation
 * @param stepsToShares for each of {@link #SHARES}, the environment steps before the first
 *     evaluation that achieved it; infinite where none did
 */
public record RunScores(
    long envSteps,
    double finalReturn,
    double bestReturn,
    double areaUnderCurve,
    double identityError,
    List<Double> curve,
    List<IdentityPoint> identity,
    List<Double> stepsToShares) {
  /** Scaled returns, the time to which is measured. */
  public static final List<Double> SHARES = List.of(0.5, 0.9, 0.95);

  private static final String EXTENSIVE = "extensive";

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
    List<IdentityPoint> identity = identity(evaluations);
    return new RunScores(
        last.envSteps(),
        last.meanReturn(),
        course.stream()
            .filter(EvaluationMetrics::isMeasured)
            .mapToDouble(EvaluationMetrics::meanReturn)
            .max()
            .orElse(Double.NaN),
        curve.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
        identity.stream()
            .mapToDouble(point -> Math.abs(point.achievedReturn() - point.commandedReturn()))
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN),
        curve,
        identity,
        stepsToShares(settings, course));
  }

  private static List<IdentityPoint> identity(List<EvaluationMetrics> evaluations) {
    int last =
        evaluations.stream()
            .filter(row -> row.kind().equals(EXTENSIVE))
            .mapToInt(EvaluationMetrics::iteration)
            .max()
            .orElse(-1);
    return evaluations.stream()
        .filter(row -> row.kind().equals(EXTENSIVE) && row.iteration() == last)
        .map(row -> new IdentityPoint(row.commandedReturn(), row.meanTrainingReturn()))
        .toList();
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

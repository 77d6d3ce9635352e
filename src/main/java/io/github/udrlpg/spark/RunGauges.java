package io.github.udrlpg.spark;

import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import java.util.List;

/**
 * The present state of the run that this driver trains, for Spark's metrics system. It follows the
 * run beside another listener; what it shows comes from committed iterations and is exact.
 */
public final class RunGauges implements TrainingListener {
  private static volatile Values current = Values.NONE;

  private final TrainingListener other;

  /**
   * What is shown.
   *
   * @param simulationWarnings training episodes since this driver began whose simulation broke down
   * @param rolloutSeconds wall time of rollouts since this driver began, and likewise the others
   */
  record Values(
      int iteration,
      long episodes,
      long environmentSteps,
      long policies,
      long simulationWarnings,
      long updates,
      double rolloutSeconds,
      double updateSeconds,
      double overheadSeconds,
      double meanReturn,
      double maxReturn,
      double highestScaledReturn,
      int livePolicies,
      double evaluationReturn) {
    static final Values NONE =
        new Values(-1, 0, 0, 0, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN);

    Values after(IterationMetrics row) {
      return new Values(
          row.iteration(),
          row.episodes(),
          row.envSteps(),
          policies + row.policies(),
          simulationWarnings + row.divergedEpisodes(),
          updates + row.updates(),
          rolloutSeconds + row.rolloutSeconds(),
          updateSeconds + row.trainSeconds(),
          overheadSeconds + row.overheadSeconds(),
          row.meanReturn(),
          row.maxReturn(),
          row.highestSeen(),
          row.bufferSize(),
          evaluationReturn);
    }

    Values evaluated(double meanReturn) {
      return new Values(
          iteration,
          episodes,
          environmentSteps,
          policies,
          simulationWarnings,
          updates,
          rolloutSeconds,
          updateSeconds,
          overheadSeconds,
          this.meanReturn,
          maxReturn,
          highestScaledReturn,
          livePolicies,
          meanReturn);
    }
  }

  private RunGauges(TrainingListener other) {
    this.other = other;
  }

  /** Begins to show a run instead of whatever was shown before. */
  public static RunGauges of(TrainingListener other) {
    current = Values.NONE;
    return new RunGauges(other);
  }

  static Values current() {
    return current;
  }

  private static synchronized void show(Values values) {
    current = values;
  }

  @Override
  public void iterationFinished(IterationMetrics metrics) {
    show(current.after(metrics));
    other.iterationFinished(metrics);
  }

  @Override
  public void evaluated(List<EvaluationMetrics> evaluation) {
    EvaluationMetrics first = evaluation.get(0);
    if (first.kind().equals("regular") || first.kind().equals("final")) {
      show(current.evaluated(first.meanReturn()));
    }
    other.evaluated(evaluation);
  }

  @Override
  public void finished(TrainingSummary summary) {
    other.finished(summary);
  }

  @Override
  public void warning(String message) {
    other.warning(message);
  }
}

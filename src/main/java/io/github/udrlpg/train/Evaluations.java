package io.github.udrlpg.train;

import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.Seeds.Purpose;
import java.util.List;

/** The evaluations of a run that trains, and what is measured and stored of each. */
final class Evaluations {
  private final EvaluationSettings settings;
  private final double width;
  private final Evaluator evaluator;
  private final Diagnosis diagnosis;
  private final RunMetrics metrics;
  private final TrainingListener listener;
  private final TrainingState state;

  Evaluations(
      EvaluationSettings settings,
      ReturnScale returns,
      Evaluator evaluator,
      Diagnosis diagnosis,
      RunMetrics metrics,
      TrainingListener listener,
      TrainingState state) {
    this.settings = settings;
    this.width = returns.max() - returns.min();
    this.evaluator = evaluator;
    this.diagnosis = diagnosis;
    this.metrics = metrics;
    this.listener = listener;
    this.state = state;
  }

  /** Commands the highest return seen, and diagnoses the run. */
  EvaluationMetrics highest(String kind) {
    EvaluationMetrics row =
        evaluate(kind, Purpose.EVALUATION, List.of(state.highestCommand())).get(0);
    diagnosis.add(row);
    return row;
  }

  /** Commands a grid of returns and measures how well they are met. */
  void extensive() {
    List<EvaluationMetrics> rows =
        evaluate(
            "extensive",
            Purpose.EXTENSIVE_EVALUATION,
            Evaluator.evenCommands(settings.extensiveCommands()));
    identity("extensive", rows);
    identity("seen", rows.stream().filter(row -> row.command() <= state.highestCommand()).toList());
  }

  private List<EvaluationMetrics> evaluate(String kind, Purpose purpose, List<Double> commands) {
    List<EvaluationMetrics> rows =
        evaluator.evaluate(kind, purpose, state, commands, settings.episodes());
    rows.forEach(metrics.evaluations()::add);
    listener.evaluated(rows);
    return rows;
  }

  private void identity(String kind, List<EvaluationMetrics> rows) {
    metrics.identity().add(IdentityMetrics.of(kind, rows, width));
  }
}

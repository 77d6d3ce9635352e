package io.github.udrlpg.train;

import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.Seeds.Purpose;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The evaluations of a run that trains, and what is measured and stored of each. Beside the grid,
 * an extensive one is a zero-shot test: it commands returns that nothing was trained on.
 */
final class Evaluations {
  /** How far above the highest return ever achieved is commanded, on the scale of commands. */
  private static final List<Double> BEYOND = List.of(0.05, 0.1, 0.2);

  /** Commands between the ceiling and the top. */
  private static final int WITHHELD = 3;

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
    EvaluationMetrics row = undiagnosed(kind);
    diagnosis.add(row);
    return row;
  }

  /** Commands the highest return seen, of a run that has no course to diagnose. */
  EvaluationMetrics undiagnosed(String kind) {
    return evaluate(kind, Purpose.EVALUATION, List.of(state.highestCommand())).get(0);
  }

  /**
   * Commands a grid of returns, what a ceiling withholds, and more than was ever achieved, and
   * measures how well they are met.
   */
  void extensive() {
    List<EvaluationMetrics> rows =
        evaluate(
            "extensive",
            Purpose.EXTENSIVE_EVALUATION,
            Evaluator.evenCommands(settings.extensiveCommands()));
    identity("extensive", rows);
    identity("seen", rows.stream().filter(row -> row.command() <= state.highestCommand()).toList());
    List<Double> withheld = withheldCommands(state.ceiling, state.highestAchieved());
    if (!withheld.isEmpty()) {
      identity("withheld", evaluate("withheld", Purpose.WITHHELD_EVALUATION, withheld));
    }
    List<Double> beyond = BEYOND.stream().map(more -> state.highestAchieved() + more).toList();
    identity("beyond", evaluate("beyond", Purpose.BEYOND_EVALUATION, beyond));
  }

  /**
   * Returns commands evenly above a ceiling, up to 1 or the highest return achieved, whichever is
   * higher; none where there is no ceiling below that.
   */
  static List<Double> withheldCommands(double ceiling, double highestAchieved) {
    double top = Math.max(1, highestAchieved);
    return ceiling >= top
        ? List.of()
        : IntStream.rangeClosed(1, WITHHELD)
            .mapToObj(i -> ceiling + (top - ceiling) * i / WITHHELD)
            .toList();
  }

  private List<EvaluationMetrics> evaluate(String kind, Purpose purpose, List<Double> commands) {
    List<EvaluationMetrics> rows =
        evaluator.evaluate(kind, purpose, state, commands, settings.episodes());
    rows.forEach(metrics.evaluations()::add);
    listener.evaluated(rows);
    return rows;
  }

  private void identity(String kind, List<EvaluationMetrics> rows) {
    IdentityMetrics row = IdentityMetrics.of(kind, rows, width);
    metrics.identity().add(row);
    diagnosis.note(row);
  }
}

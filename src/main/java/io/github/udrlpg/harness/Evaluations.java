package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.harness.Evaluator.Measured;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.Seeds.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The evaluations of a run that trains, and what is measured and stored of each. Beside the grid,
 * an extensive one is a zero-shot test: it commands returns that nothing was trained on.
 */
final class Evaluations {
  /** How far above the highest return ever achieved is commanded, on the scale of commands. */
  private static final List<Double> BEYOND = List.of(0.05, 0.1, 0.2, 0.4);

  /** Commands between the ceiling and the top. */
  private static final int WITHHELD = 3;

  /** The most commands of an extensive evaluation beside its grid. */
  static final int ZERO_SHOT = WITHHELD + BEYOND.size();

  private final EvaluationSettings settings;
  private final ReturnScale returns;
  private final double width;
  private final Calibrator calibrator;
  private final Evaluator evaluator;
  private final Lookup lookup;
  private final Diagnosis diagnosis;
  private final RunMetrics metrics;
  private final TrainingListener listener;
  private final TrainingState state;

  /** Finds the stored policies that are nearest to wanted scaled returns. */
  @FunctionalInterface
  interface Lookup {
    Optional<Retrieval> nearest(List<Double> wanted) throws IOException;
  }

  Evaluations(
      EvaluationSettings settings,
      ReturnScale returns,
      Calibrator calibrator,
      Evaluator evaluator,
      Lookup lookup,
      Diagnosis diagnosis,
      RunMetrics metrics,
      TrainingListener listener,
      TrainingState state) {
    this.settings = settings;
    this.returns = returns;
    this.width = returns.max() - returns.min();
    this.calibrator = calibrator;
    this.evaluator = evaluator;
    this.lookup = lookup;
    this.diagnosis = diagnosis;
    this.metrics = metrics;
    this.listener = listener;
    this.state = state;
  }

  /**
   * Calibrates the generator as it stands. The environment steps count as those of training: what
   * is learned from them is part of what the run comes to.
   *
   * @param envSteps how many it may take
   */
  void calibrate(long envSteps) {
    List<Measured> all = new ArrayList<>();
    state.calibration =
        calibrator.calibrate(
            state.lowestCommand(),
            state.highestCommand(),
            envSteps,
            round -> {
              Measured measured =
                  evaluator.calibration(state, all.size(), round, calibrator.episodes());
              all.add(measured);
              return measured;
            },
            row -> returns.scaled(row.meanTrainingReturn()));
    for (Measured measured : all) {
      measured.rows().forEach(metrics.evaluations()::add);
      state.calibrationEnvSteps += measured.envSteps();
      state.envSteps += measured.envSteps();
    }
  }

  /** Commands the highest return seen, calibrated where the run is, and diagnoses the run. */
  EvaluationMetrics highest(String kind) {
    EvaluationMetrics row = undiagnosed(kind);
    diagnosis.add(row);
    return row;
  }

  /** Commands the highest return seen, of a run that has no course to diagnose. */
  EvaluationMetrics undiagnosed(String kind) {
    double highest = state.highestCommand();
    double given = state.calibration.map(fitted -> fitted.command(highest)).orElse(highest);
    return store(
            evaluator.evaluate(
                kind,
                Purpose.EVALUATION,
                state,
                List.of(highest),
                List.of(given),
                settings.episodes()))
        .get(0);
  }

  /**
   * Commands a grid of returns, what a ceiling withholds, and more than was ever achieved, and
   * measures how well they are met.
   */
  void extensive() {
    List<EvaluationMetrics> rows = evaluate("extensive", Purpose.EXTENSIVE_EVALUATION, grid());
    identity("extensive", rows);
    identity("seen", rows.stream().filter(row -> row.command() <= state.highestCommand()).toList());
    List<Double> withheld = withheld();
    if (!withheld.isEmpty()) {
      identity("withheld", evaluate("withheld", Purpose.WITHHELD_EVALUATION, withheld));
    }
    identity("beyond", evaluate("beyond", Purpose.BEYOND_EVALUATION, beyond()));
    if (settings.retrieval() == EvaluationSettings.Retrieval.EXTENSIVE) {
      retrieval();
    }
  }

  /** Does an extensive evaluation, and what a run is compared with at its end. */
  void last() {
    extensive();
    if (state.calibration.isPresent()) {
      List<Double> given = grid().stream().map(state.calibration.get()::command).toList();
      identity(
          "calibrated",
          store(
              evaluator.evaluate(
                  "calibrated",
                  Purpose.CALIBRATED_EVALUATION,
                  state,
                  grid(),
                  given,
                  settings.episodes())));
    }
    if (settings.retrieval() == EvaluationSettings.Retrieval.FINAL) {
      retrieval();
    }
  }

  /** Replays the stored policies whose returns are nearest to the same commands. */
  private void retrieval() {
    List<Double> withheld = withheld();
    List<Double> all = new ArrayList<>(grid());
    all.addAll(withheld);
    all.addAll(beyond());
    try {
      Optional<Retrieval> found = lookup.nearest(all);
      if (found.isPresent()) {
        int grid = settings.extensiveCommands();
        int end = grid + withheld.size();
        replay("retrieval", Purpose.RETRIEVAL, found.get().part(0, grid));
        if (end > grid) {
          replay("retrieval-withheld", Purpose.RETRIEVAL_WITHHELD, found.get().part(grid, end));
        }
        replay("retrieval-beyond", Purpose.RETRIEVAL_BEYOND, found.get().part(end, all.size()));
      }
    } catch (InvalidInputException | IOException e) {
      // It is what a run is compared with, no part of it: the run comes to its end all the same.
      listener.warning("Stored policies are not replayed for comparison: " + e.getMessage());
    }
  }

  private void replay(String kind, Purpose purpose, Retrieval nearest) {
    List<EvaluationMetrics> rows =
        store(
            evaluator.play(
                kind,
                purpose,
                state,
                nearest.wanted(),
                nearest.returns(),
                nearest.weights(),
                settings.episodes()));
    Retrieval.Distances distances = nearest.distances(evaluator.generate(nearest.wanted()));
    add(
        IdentityMetrics.of(kind, rows, width)
            .withDistances(distances.generated(), distances.generated() / distances.stored()));
  }

  private List<Double> grid() {
    return Evaluator.evenCommands(settings.extensiveCommands());
  }

  private List<Double> withheld() {
    return withheldCommands(state.ceiling(), state.highestAchieved());
  }

  private List<Double> beyond() {
    return BEYOND.stream().map(more -> state.highestAchieved() + more).toList();
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
    return store(evaluator.evaluate(kind, purpose, state, commands, settings.episodes()));
  }

  private List<EvaluationMetrics> store(Measured measured) {
    measured.rows().forEach(metrics.evaluations()::add);
    state.evaluationEnvSteps += measured.envSteps();
    listener.evaluated(measured.rows());
    return measured.rows();
  }

  private void identity(String kind, List<EvaluationMetrics> rows) {
    add(IdentityMetrics.of(kind, rows, width));
  }

  private void add(IdentityMetrics row) {
    metrics.identity().add(row);
    diagnosis.note(row);
  }
}

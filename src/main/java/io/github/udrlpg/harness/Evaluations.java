package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.harness.EvaluationQueue.Step;
import io.github.udrlpg.harness.Evaluator.Measured;
import io.github.udrlpg.harness.Evaluator.Prepared;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Seeds.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The evaluations of a run that trains, and what is measured and stored of each. Beside the grid,
 * an extensive one is a zero-shot test: it commands returns that nothing was trained on.
 *
 * <p>Those of training are settled where they are due, from what was learned until then; {@link
 * EvaluationQueue} plays them.
 */
final class Evaluations implements AutoCloseable {
  /** What the rows of a run's end are called. */
  static final String FINAL = "final";

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
  private final RolloutRunner runner;
  private final Lookup lookup;
  private final Diagnosis diagnosis;
  private final RunMetrics metrics;
  private final TrainingListener listener;
  private final TrainingState state;
  private final EvaluationQueue queue;

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
      RolloutRunner runner,
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
    this.runner = runner;
    this.lookup = lookup;
    this.diagnosis = diagnosis;
    this.metrics = metrics;
    this.listener = listener;
    this.state = state;
    this.queue = new EvaluationQueue(runner, metrics, listener, state);
  }

  /**
   * Begins the evaluations that are due in training.
   *
   * @param regular whether the highest return seen is commanded
   * @param extensive whether a grid of returns is, and more than was ever achieved
   */
  void begin(boolean regular, boolean extensive) {
    // One after the other: what waits holds its weights.
    await();
    List<Step> steps = new ArrayList<>();
    if (regular) {
      steps.add(highest("regular", Optional.of(diagnosis.look()), row -> {}));
    }
    if (extensive) {
      steps.addAll(extensive());
    }
    queue.begin(steps);
  }

  /** Takes in what was played beside training, if it has come to its end. */
  void takeIfDone() {
    queue.takeIfDone();
  }

  /** Waits for what is played beside training, and takes it in. */
  void await() {
    queue.await();
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
              Measured measured = Evaluator.play(calibration(all.size(), round), runner);
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

  private Prepared calibration(int round, List<Double> commands) {
    return evaluator.prepare(
        "calibration",
        Purpose.CALIBRATION,
        state,
        round,
        commands,
        commands,
        evaluator.generate(commands),
        calibrator.episodes());
  }

  /**
   * Does the last evaluations of a run: the highest return seen, an extensive one, and what a run
   * is compared with at its end.
   *
   * @param diagnosed whether the run has a course to diagnose
   * @return the row of the highest return seen
   */
  EvaluationMetrics last(boolean diagnosed) {
    await();
    List<EvaluationMetrics> rows = new ArrayList<>();
    queue.play(
        List.of(
            highest(
                FINAL, diagnosed ? Optional.of(diagnosis.look()) : Optional.empty(), rows::add)));
    queue.play(extensive());
    if (state.calibration.isPresent()) {
      queue.play(List.of(calibrated(state.calibration.get())));
    }
    if (settings.retrieval() == EvaluationSettings.Retrieval.FINAL) {
      queue.play(retrieval());
    }
    return rows.get(0);
  }

  /** Commands the highest return seen, calibrated where the run is. */
  private Step highest(
      String kind, Optional<Diagnosis.View> view, Consumer<EvaluationMetrics> result) {
    double highest = state.highestCommand();
    double given = state.calibration.map(fitted -> fitted.command(highest)).orElse(highest);
    return new Step(
        () ->
            evaluator.prepare(
                kind,
                Purpose.EVALUATION,
                state,
                List.of(highest),
                List.of(given),
                settings.episodes()),
        rows -> {
          view.ifPresent(seen -> diagnosis.add(seen, rows.get(0)));
          result.accept(rows.get(0));
        });
  }

  /**
   * Commands a grid of returns, what a ceiling withholds, and more than was ever achieved, and
   * measures how well they are met.
   */
  private List<Step> extensive() {
    double highest = state.highestCommand();
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Step(
            () -> prepare("extensive", Purpose.EXTENSIVE_EVALUATION, grid()),
            rows -> {
              identity("extensive", rows);
              identity("seen", rows.stream().filter(row -> row.command() <= highest).toList());
            }));
    List<Double> withheld = withheld();
    if (!withheld.isEmpty()) {
      steps.add(
          new Step(
              () -> prepare("withheld", Purpose.WITHHELD_EVALUATION, withheld),
              rows -> identity("withheld", rows)));
    }
    steps.add(
        new Step(
            () -> prepare("beyond", Purpose.BEYOND_EVALUATION, beyond()),
            rows -> identity("beyond", rows)));
    if (settings.retrieval() == EvaluationSettings.Retrieval.EXTENSIVE) {
      steps.addAll(retrieval());
    }
    return steps;
  }

  private Step calibrated(Calibration calibration) {
    List<Double> given = grid().stream().map(calibration::command).toList();
    return new Step(
        () ->
            evaluator.prepare(
                "calibrated",
                Purpose.CALIBRATED_EVALUATION,
                state,
                grid(),
                given,
                settings.episodes()),
        rows -> identity("calibrated", rows));
  }

  /** Replays the stored policies whose returns are nearest to the same commands. */
  private List<Step> retrieval() {
    List<Double> withheld = withheld();
    List<Double> all = new ArrayList<>(grid());
    all.addAll(withheld);
    all.addAll(beyond());
    List<Step> steps = new ArrayList<>();
    try {
      Optional<Retrieval> found = lookup.nearest(all);
      if (found.isPresent()) {
        int grid = settings.extensiveCommands();
        int end = grid + withheld.size();
        steps.add(replay("retrieval", Purpose.RETRIEVAL, found.get().part(0, grid)));
        if (end > grid) {
          steps.add(
              replay(
                  "retrieval-withheld", Purpose.RETRIEVAL_WITHHELD, found.get().part(grid, end)));
        }
        steps.add(
            replay(
                "retrieval-beyond", Purpose.RETRIEVAL_BEYOND, found.get().part(end, all.size())));
      }
    } catch (InvalidInputException | IOException e) {
      // It is what a run is compared with, no part of it: the run comes to its end all the same.
      listener.warning("Stored policies are not replayed for comparison: " + e.getMessage());
    }
    return steps;
  }

  private Step replay(String kind, Purpose purpose, Retrieval nearest) {
    Retrieval.Distances distances = nearest.distances(evaluator.generate(nearest.wanted()));
    return new Step(
        () ->
            evaluator.prepare(
                kind,
                purpose,
                state,
                0,
                nearest.wanted(),
                nearest.returns(),
                nearest.weights(),
                settings.episodes()),
        rows ->
            add(
                IdentityMetrics.of(kind, rows, width)
                    .withDistances(
                        distances.generated(), distances.generated() / distances.stored())));
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

  private Prepared prepare(String kind, Purpose purpose, List<Double> commands) {
    return evaluator.prepare(kind, purpose, state, commands, settings.episodes());
  }

  private void identity(String kind, List<EvaluationMetrics> rows) {
    add(IdentityMetrics.of(kind, rows, width));
  }

  private void add(IdentityMetrics row) {
    metrics.identity().add(row);
    diagnosis.note(row);
  }

  /** Waits for what is still played beside training; what it comes to is lost. */
  @Override
  public void close() {
    queue.close();
  }
}

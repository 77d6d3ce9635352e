package io.github.udrlpg.harness;

import io.github.udrlpg.harness.Evaluator.Measured;
import io.github.udrlpg.harness.Evaluator.Prepared;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.rollout.RolloutRunner;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Plays the evaluations of a run that trains: at once, or beside the iterations that follow, where
 * the runner can. What they come to is the same, and is stored in the same order, by the thread
 * that trains.
 */
final class EvaluationQueue implements AutoCloseable {
  private final RolloutRunner runner;
  private final RunMetrics metrics;
  private final TrainingListener listener;
  private final TrainingState state;
  private final Background<List<Played>> background = new Background<>("udrlpg-evaluations");
  private List<Step> pending = List.of();

  /**
   * A part of an evaluation.
   *
   * @param prepared settles what is played
   * @param then what is made of its rows, which are stored by then
   */
  record Step(Supplier<Prepared> prepared, Consumer<List<EvaluationMetrics>> then) {}

  private record Played(Measured measured, double seconds) {}

  EvaluationQueue(
      RolloutRunner runner, RunMetrics metrics, TrainingListener listener, TrainingState state) {
    this.runner = runner;
    this.metrics = metrics;
    this.listener = listener;
    this.state = state;
  }

  /** Settles some steps now, and plays them beside training where that can be. */
  void begin(List<Step> steps) {
    Optional<RolloutRunner> beside = runner.beside();
    if (beside.isEmpty()) {
      play(steps);
      return;
    }
    List<Prepared> settled = steps.stream().map(step -> step.prepared().get()).toList();
    pending = steps;
    background.start(() -> settled.stream().map(each -> played(each, beside.get())).toList());
  }

  private static Played played(Prepared prepared, RolloutRunner runner) {
    Stopwatch watch = new Stopwatch();
    return new Played(Evaluator.play(prepared, runner), watch.lap());
  }

  /** Settles and plays one step after the other. */
  void play(List<Step> steps) {
    steps.forEach(step -> step.then().accept(store(Evaluator.play(step.prepared().get(), runner))));
  }

  /** Takes in what was played beside training, if it has come to its end. */
  void takeIfDone() {
    if (background.isDone()) {
      await();
    }
  }

  /** Waits for what is played beside training, and takes it in. */
  void await() {
    if (!background.isStarted()) {
      return;
    }
    Stopwatch watch = new Stopwatch();
    List<Played> played = background.take();
    // Whoever called counts the time that was waited.
    state.times.evaluation += played.stream().mapToDouble(Played::seconds).sum() - watch.lap();
    List<Step> steps = pending;
    pending = List.of();
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).then().accept(store(played.get(i).measured()));
    }
  }

  private List<EvaluationMetrics> store(Measured measured) {
    measured.rows().forEach(metrics.evaluations()::add);
    state.evaluationEnvSteps += measured.envSteps();
    listener.evaluated(measured.rows());
    return measured.rows();
  }

  /** Waits for what is still played beside training; what it comes to is lost. */
  @Override
  public void close() {
    background.close();
  }
}

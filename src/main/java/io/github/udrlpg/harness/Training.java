package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Harness;
import io.github.udrlpg.algorithm.History;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.algorithm.Streams;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.Collector.Collected;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Rollouts;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Carries a learner through a run: counts the budget, overlaps updates and rollouts, measures,
 * evaluates, reports and writes checkpoints. Lives on the driver; not for several threads.
 */
final class Training implements Harness, AutoCloseable {
  private final RunParts parts;
  private final Settings settings;
  private final Planner planner;
  private final RunMetrics metrics;
  private final CheckpointStore checkpoints;
  private final TrainingState state;
  private final Learner learner;
  private final Evaluations evaluations;
  private final DriverClaim claim;
  private final TrainingListener listener;
  private final Collector collector;
  private final Updater updater;
  private final DivergenceCheck divergence;

  // Of the iteration that is under way.
  private long stepsBefore;
  private Collected collected;
  private Updates updates;

  /**
   * Prepares for the rest of a run.
   *
   * @param learner stays its owner's
   * @throws IOException if what the run has stored cannot be read
   */
  Training(
      RunParts parts,
      TrainingState state,
      Learner learner,
      RolloutRunner runner,
      DriverClaim claim,
      TrainingListener listener)
      throws IOException {
    this.parts = parts;
    this.settings = parts.settings();
    this.planner = parts.planner();
    this.metrics = parts.metrics();
    this.checkpoints = parts.checkpoints();
    this.state = state;
    this.learner = learner;
    this.evaluations = parts.evaluations(runner, learner, state, listener);
    this.claim = claim;
    this.listener = listener;
    this.collector = new Collector(runner, parts.dataset(), claim);
    this.updater = new Updater(learner, planner.run().seeds(), state);
    this.divergence = new DivergenceCheck(parts.dataset(), planner.run().shape(), state);
  }

  /** Trains until the budget of environment steps is used up, then evaluates. */
  TrainingSummary run() throws IOException {
    while (!isFinished()) {
      Stopwatch watch = new Stopwatch();
      iterate();
      double iterationSeconds = watch.lap();
      report(iterationSeconds);
      boolean goesOn = !isFinished();
      boolean checkpoint = state.nextIteration % settings.checkpoint().everyIterations() == 0;
      evaluations.takeIfDone();
      if (goesOn) {
        evaluateWhereDue();
      }
      if (goesOn && checkpoint) {
        evaluations.await();
      }
      double evaluationSeconds = watch.lap();
      state.times.evaluation += evaluationSeconds;
      state.times.wall += iterationSeconds + evaluationSeconds;
      if (goesOn && checkpoint) {
        checkpoint(watch);
      }
    }
    awaitEvaluations();
    return finish();
  }

  /** Returns whether the rest of the budget does not pay for one more policy. */
  private boolean isFinished() {
    int episodes =
        settings.rollout().episodesPerPolicy() + settings.rollout().confirmationEpisodes();
    return planner.affordable(state, episodes) == 0;
  }

  private void iterate() throws IOException {
    stepsBefore = state.envSteps;
    collected = null;
    updates = Updates.NONE;
    learner.iterate(this);
    if (collected == null) {
      throw new IllegalStateException(learner.getClass() + " rolled nothing out");
    }
    state.remember(learner);
  }

  @Override
  public History seen() {
    return state;
  }

  @Override
  public Streams streams() {
    return Streams.ofIteration(planner.run().seeds(), state.nextIteration);
  }

  @Override
  public Rollouts rollOut(RolloutRequest request, float[][] means) throws IOException {
    if (collected != null) {
      throw new IllegalStateException(learner.getClass() + " rolled out twice in one iteration");
    }
    boolean overlap = settings.training().overlapUpdates();
    if (overlap) {
      updater.start();
    }
    collected = collector.collect(planner.training(state, request), means);
    if (overlap) {
      updates = updater.await();
    }
    Rollouts rollouts = collected.rollouts();
    state.observe(rollouts.rows());
    state.lastCommit = rollouts.commit().sha256();
    divergence.afterIteration(stepsBefore);
    return rollouts;
  }

  @Override
  public void update(int count) {
    state.dueUpdates = count;
    if (!settings.training().overlapUpdates()) {
      updates = updater.runDue();
    }
  }

  private void report(double iterationSeconds) {
    List<PolicyRow> rows = collected.rollouts().rows();
    List<PolicyRow> sound = rows.stream().filter(PolicyRow::isSound).toList();
    double overheadSeconds =
        iterationSeconds - collected.simulationSeconds() - updates.waitedSeconds();
    state.times.rollout += collected.simulationSeconds();
    state.times.train += updates.seconds();
    state.times.overhead += overheadSeconds;
    IterationMetrics row =
        new IterationMetrics(
            collected.rollouts().plan().iteration(),
            state.envSteps,
            state.episodes,
            rows.size(),
            rows.stream().mapToDouble(PolicyRow::command).average().orElseThrow(),
            sound.stream().mapToDouble(PolicyRow::meanReturn).average().orElse(Double.NaN),
            sound.stream().mapToDouble(PolicyRow::meanReturn).max().orElse(Double.NaN),
            sound.stream().mapToDouble(PolicyRow::scaledReturn).average().orElse(Double.NaN),
            Double.isFinite(state.highestSeen) ? state.highestSeen : Double.NaN,
            (int)
                rows.stream().flatMap(r -> r.episodes().stream()).filter(Episode::diverged).count(),
            updates.count(),
            updates.meanLoss(),
            learner.remembered(),
            collected.simulationSeconds(),
            updates.seconds(),
            overheadSeconds);
    metrics.iterations().add(row);
    listener.iterationFinished(row);
  }

  private void evaluateWhereDue() {
    EvaluationSettings evaluation = settings.evaluation();
    boolean regular = crossed(evaluation.everyEnvSteps());
    boolean extensive = crossed(evaluation.extensiveEveryEnvSteps());
    if (regular || extensive) {
      evaluations.begin(regular, extensive);
    }
  }

  private boolean crossed(long interval) {
    return stepsBefore / interval != state.envSteps / interval;
  }

  private void checkpoint(Stopwatch watch) throws IOException {
    claim.require();
    metrics.flush(state.nextIteration);
    checkpoints.save(new TrainingCheckpoint(state, learner.state()).toCheckpoint());
    double seconds = watch.lap();
    state.times.overhead += seconds;
    state.times.wall += seconds;
  }

  private void awaitEvaluations() {
    Stopwatch watch = new Stopwatch();
    evaluations.await();
    double seconds = watch.lap();
    state.times.evaluation += seconds;
    state.times.wall += seconds;
  }

  /** Evaluates for the last time, unless a driver that died after that already has. */
  private TrainingSummary finish() throws IOException {
    divergence.atEnd();
    Optional<EvaluationMetrics> stored = storedFinalEvaluation();
    EvaluationMetrics last;
    if (stored.isPresent()) {
      last = stored.get();
    } else {
      Stopwatch watch = new Stopwatch();
      state.times.train += updater.runDue().seconds();
      state.times.wall += watch.lap();
      evaluations.calibrate(settings.training().maxEnvSteps() - state.envSteps);
      last = evaluations.last(true);
      double seconds = watch.lap();
      state.times.evaluation += seconds;
      state.times.wall += seconds;
      checkpoint(watch);
    }
    parts.dataset().removeLeftovers();
    TrainingSummary summary =
        TrainingSummary.of(
            state,
            last,
            planner.run().returns(),
            Diagnosis.remembered(learner, planner.run().returnBuckets()));
    listener.finished(summary);
    summary.warnings().forEach(listener::warning);
    return summary;
  }

  private Optional<EvaluationMetrics> storedFinalEvaluation() throws IOException {
    return metrics.evaluations().read().stream()
        .filter(
            row ->
                row.kind().equals(Evaluations.FINAL) && row.iteration() == state.nextIteration - 1)
        .reduce((before, row) -> row);
  }

  /** Waits for updates and evaluations that still run. */
  @Override
  public void close() {
    try {
      updater.close();
    } finally {
      evaluations.close();
    }
  }
}

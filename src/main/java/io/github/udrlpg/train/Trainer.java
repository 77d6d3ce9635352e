package io.github.udrlpg.train;

import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.train.Collector.Collected;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Upside Down RL with Policy Generators (arXiv 2501.16288, algorithm 1), with many policies in an
 * iteration. Lives on the driver.
 */
final class Trainer {
  private static final String FINAL = "final";

  private final Settings settings;
  private final Planner planner;
  private final Collector collector;
  private final PolicyDataset dataset;
  private final LiveBuffer live;
  private final Generator generator;
  private final Updater updater;
  private final Evaluations evaluations;
  private final CheckpointStore checkpoints;
  private final DriverClaim claim;
  private final RunMetrics metrics;
  private final TrainingListener listener;
  private final TrainingState state;
  private final DivergenceCheck divergence;
  private final long calibrationSteps;

  /**
   * Creates a trainer.
   *
   * @param calibrationSteps environment steps that training leaves for the calibration
   */
  Trainer(
      Settings settings,
      Planner planner,
      Collector collector,
      PolicyDataset dataset,
      LiveBuffer live,
      Generator generator,
      Updater updater,
      Evaluations evaluations,
      CheckpointStore checkpoints,
      DriverClaim claim,
      RunMetrics metrics,
      TrainingListener listener,
      TrainingState state,
      long calibrationSteps) {
    this.settings = settings;
    this.planner = planner;
    this.collector = collector;
    this.dataset = dataset;
    this.live = live;
    this.generator = generator;
    this.updater = updater;
    this.evaluations = evaluations;
    this.checkpoints = checkpoints;
    this.claim = claim;
    this.metrics = metrics;
    this.listener = listener;
    this.state = state;
    this.divergence = new DivergenceCheck(dataset, planner.shape(), state);
    this.calibrationSteps = calibrationSteps;
  }

  /** Trains until the budget of environment steps is used up, then evaluates. */
  TrainingSummary run() throws IOException {
    boolean overlap = settings.training().overlapUpdates();
    RolloutPlan plan = plan();
    while (plan.policies() > 0) {
      long stepsBefore = state.envSteps;
      Stopwatch watch = new Stopwatch();

      // Roll out perturbed policies and store them by the return that each achieved …
      float[][] means = collector.generate(plan);
      Updates updates = Updates.NONE;
      if (overlap) {
        updater.start();
      }
      Collected collected = collector.collect(plan, means);
      if (overlap) {
        updates = updater.await();
      }
      state.observe(collected.rows());
      state.lastCommit = collected.commit().sha256();
      divergence.afterIteration(stepsBefore);
      live.mirror(collected.commit(), state.trainable(collected.rows()));
      if (state.forgets) {
        state.highestLive = live.highestReturn();
      }
      updater.callFor(plan.policies() * plan.episodesPerPolicy());

      // … and regress the generator on what was stored, with the achieved return as the command:
      // now, or beside the next rollouts.
      if (!overlap) {
        updates = updater.runDue();
      }
      double iterationSeconds = watch.lap();

      report(plan, collected, updates, iterationSeconds);
      plan = plan();
      boolean finished = plan.policies() == 0;
      if (!finished) {
        evaluateWhereDue(stepsBefore);
      }
      double evaluationSeconds = watch.lap();
      state.times.evaluation += evaluationSeconds;
      state.times.wall += iterationSeconds + evaluationSeconds;
      if (state.nextIteration % settings.checkpoint().everyIterations() == 0 && !finished) {
        checkpoint(watch);
      }
    }
    return finish();
  }

  private RolloutPlan plan() {
    return planner.training(state, settings, calibrationSteps);
  }

  private void report(
      RolloutPlan plan, Collected collected, Updates updates, double iterationSeconds) {
    List<PolicyRow> rows = collected.rows();
    List<PolicyRow> sound = rows.stream().filter(PolicyRow::isSound).toList();
    double overheadSeconds =
        iterationSeconds - collected.simulationSeconds() - updates.waitedSeconds();
    state.times.rollout += collected.simulationSeconds();
    state.times.train += updates.seconds();
    state.times.overhead += overheadSeconds;
    IterationMetrics row =
        new IterationMetrics(
            plan.iteration(),
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
            live.size(),
            collected.simulationSeconds(),
            updates.seconds(),
            overheadSeconds);
    metrics.iterations().add(row);
    listener.iterationFinished(row);
  }

  private void evaluateWhereDue(long stepsBefore) {
    EvaluationSettings evaluation = settings.evaluation();
    if (crossed(stepsBefore, evaluation.everyEnvSteps())) {
      evaluations.highest("regular");
    }
    if (crossed(stepsBefore, evaluation.extensiveEveryEnvSteps())) {
      evaluations.extensive();
    }
  }

  private boolean crossed(long stepsBefore, long interval) {
    return stepsBefore / interval != state.envSteps / interval;
  }

  private void checkpoint(Stopwatch watch) throws IOException {
    claim.require();
    metrics.flush(state.nextIteration);
    checkpoints.save(
        new TrainingCheckpoint(state, generator.state(), live.entries(), live.coveredEntries())
            .toCheckpoint());
    double seconds = watch.lap();
    state.times.overhead += seconds;
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
      last = evaluations.highest(FINAL);
      evaluations.last();
      double seconds = watch.lap();
      state.times.evaluation += seconds;
      state.times.wall += seconds;
      checkpoint(watch);
    }
    dataset.removeLeftovers();
    TrainingSummary summary =
        TrainingSummary.of(state, last, planner.returns(), live.countByPartition());
    listener.finished(summary);
    summary.warnings().forEach(listener::warning);
    return summary;
  }

  private Optional<EvaluationMetrics> storedFinalEvaluation() throws IOException {
    return metrics.evaluations().read().stream()
        .filter(row -> row.kind().equals(FINAL) && row.iteration() == state.nextIteration - 1)
        .reduce((before, row) -> row);
  }
}

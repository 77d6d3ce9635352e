package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.algorithm.LearnerProvider;
import io.github.udrlpg.algorithm.Learners;
import io.github.udrlpg.algorithm.Parts;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.RunConstants;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** What a run's directory holds, and what works on it is made of. */
final class RunParts {
  private final Settings settings;
  private final Configuration hadoop;
  private final Path directory;
  private final int threads;
  private final LearnerProvider provider;
  private final Limits limits;
  private final Planner planner;
  private final PolicyDataset dataset;
  private final CheckpointStore checkpoints;
  private final RunMetrics metrics;
  private final Calibrator calibrator;

  /**
   * Opens a run's directory, which need not hold anything yet.
   *
   * @param threads that share the learner's work; they do not change any result
   * @throws InvalidInputException if environment or learner are unknown, or the budget of
   *     environment steps is less than one policy may take
   * @throws IOException if there is no such file system
   */
  RunParts(
      RunIdentity identity, Settings settings, Configuration hadoop, Path directory, int threads)
      throws IOException {
    EnvironmentSpec environment = Environments.spec(settings.env().id());
    long maxEnvSteps = settings.training().maxEnvSteps();
    this.calibrator = new Calibrator(settings.calibration(), environment.maxEpisodeSteps());
    long reserved = calibrator.reserve(maxEnvSteps);
    requireBudget(settings, environment, reserved);
    this.provider = Learners.provider(settings.training().learner());
    this.settings = settings;
    this.hadoop = hadoop;
    this.directory = directory;
    this.threads = threads;
    ReturnScale returns = Parts.returnScale(settings.returns());
    ReturnBuckets returnBuckets = new ReturnBuckets(settings.store().partitionBuckets());
    this.limits = Limits.of(settings, returns);
    this.planner =
        new Planner(
            new RunConstants(
                identity.run(),
                new Seeds(settings.run().seed()),
                environment.id(),
                Parts.policyShape(settings, environment),
                returns,
                returnBuckets),
            environment,
            maxEnvSteps - reserved);
    this.dataset =
        new PolicyDataset(
            hadoop,
            new Path(directory, "policies"),
            returnBuckets,
            CompressionCodecName.valueOf(settings.store().compression().name()),
            identity);
    this.checkpoints =
        new CheckpointStore(
            hadoop, new Path(directory, "checkpoints"), settings.checkpoint().keep(), identity);
    this.metrics = RunMetrics.open(hadoop, new Path(directory, "metrics"), identity);
  }

  private static void requireBudget(Settings settings, EnvironmentSpec environment, long reserved) {
    int episodes =
        settings.rollout().episodesPerPolicy() + settings.rollout().confirmationEpisodes();
    long needed = (long) environment.maxEpisodeSteps() * episodes;
    if (settings.training().maxEnvSteps() - reserved < needed) {
      throw new InvalidInputException(
          Text.format(
                  "training.max-env-steps: must allow at least one policy, whose %d episode(s) of"
                      + " %s,",
                  episodes, environment.id())
              + Text.format(
                  " confirming ones included, may take %d steps, found %d%s",
                  needed,
                  settings.training().maxEnvSteps(),
                  reserved == 0
                      ? ""
                      : Text.format(", of which calibration.share takes %d", reserved)));
    }
  }

  Settings settings() {
    return settings;
  }

  Configuration hadoop() {
    return hadoop;
  }

  Path directory() {
    return directory;
  }

  int threads() {
    return threads;
  }

  Planner planner() {
    return planner;
  }

  PolicyDataset dataset() {
    return dataset;
  }

  CheckpointStore checkpoints() {
    return checkpoints;
  }

  RunMetrics metrics() {
    return metrics;
  }

  Calibrator calibrator() {
    return calibrator;
  }

  /** Returns the state of a run that has seen nothing. */
  TrainingState newState() {
    return new TrainingState(planner.run().shape().inputs(0), limits);
  }

  /**
   * Returns the run's learner, for {@link #newState} or that of a checkpoint, whose arrays need not
   * be held any longer.
   */
  Learner learner(Optional<TrainingCheckpoint> checkpoint) {
    return provider.create(
        new LearnerProvider.Context(settings, planner.run(), dataset, threads),
        checkpoint.map(TrainingCheckpoint::learner));
  }

  Evaluations evaluations(
      RolloutRunner runner, Learner learner, TrainingState state, TrainingListener listener)
      throws IOException {
    RunConstants run = planner.run();
    return new Evaluations(
        settings.evaluation(),
        run.returns(),
        calibrator,
        new Evaluator(planner, learner),
        runner,
        wanted -> Retrieval.of(dataset, run.shape(), state, wanted),
        new Diagnosis(settings, run.returnBuckets(), learner, state, metrics, listener),
        metrics,
        listener,
        state);
  }

  /**
   * Reads the newest checkpoint that is whole, if there is one.
   *
   * @throws InvalidInputException if it is of another run, or does not belong to the dataset
   */
  Optional<TrainingCheckpoint> newestCheckpoint(TrainingListener listener) throws IOException {
    Optional<TrainingCheckpoint> checkpoint =
        checkpoints
            .loadNewest(listener::warning)
            .map(stored -> TrainingCheckpoint.of(stored, limits));
    dataset.requireOwn(dataset.lastIteration().orElse(0));
    if (checkpoint.isPresent()) {
      requireItsDataset(checkpoint.get().state());
    }
    return checkpoint;
  }

  /** A checkpoint and a dataset of different copies of a run make a third run of both. */
  private void requireItsDataset(TrainingState state) throws IOException {
    int last = state.nextIteration - 1;
    Optional<String> commit = dataset.find(last).map(CommitEntry::sha256);
    if (!state.lastCommit.isEmpty() && !commit.equals(Optional.of(state.lastCommit))) {
      throw new InvalidInputException(
          Text.format(
                  "The newest checkpoint was written after iteration %d, whose commit in"
                      + " policies/_commits",
                  last)
              + (commit.isEmpty() ? " is missing" : " is another one")
              + ". Restore checkpoints/ and policies/ from the same copy, or remove the checkpoint"
              + " to go on from the one before it");
    }
  }
}

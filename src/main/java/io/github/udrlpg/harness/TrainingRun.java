package io.github.udrlpg.harness;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.RunIdentity;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A run in its directory: begun, or gone on with from its newest checkpoint. */
public final class TrainingRun {
  private final RunParts parts;

  /**
   * Opens a run's directory, which need not hold anything yet; its learner uses all cores.
   *
   * @param run the run's identifier
   * @param directory under any file system of Hadoop's
   * @throws InvalidInputException if environment or learner are unknown, or the budget of
   *     environment steps is less than one policy may take
   * @throws IOException if there is no such file system
   */
  public TrainingRun(String run, Settings settings, Configuration hadoop, Path directory)
      throws IOException {
    this(run, settings, hadoop, directory, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens the directory of a run whose beginning is not known.
   *
   * @param run the run's identifier
   * @param directory under any file system of Hadoop's
   * @param threads that share the learner's work; they do not change any result
   * @throws InvalidInputException if environment or learner are unknown, or the budget of
   *     environment steps is less than one policy may take
   * @throws IOException if there is no such file system
   */
  public TrainingRun(
      String run, Settings settings, Configuration hadoop, Path directory, int threads)
      throws IOException {
    this(new RunIdentity(run, ""), settings, hadoop, directory, threads);
  }

  /**
   * Opens a run's directory, which need not hold anything yet.
   *
   * @param identity whose the files in it are
   * @param directory under any file system of Hadoop's
   * @param threads that share the learner's work; they do not change any result
   * @throws InvalidInputException if environment or learner are unknown, or the budget of
   *     environment steps is less than one policy may take
   * @throws IOException if there is no such file system
   */
  public TrainingRun(
      RunIdentity identity, Settings settings, Configuration hadoop, Path directory, int threads)
      throws IOException {
    this.parts = new RunParts(identity, settings, hadoop, directory, threads);
  }

  /** Returns the scale of commands. */
  public ReturnScale returns() {
    return parts.planner().run().returns();
  }

  /** Returns the run's tables of metrics. */
  public RunMetrics metrics() {
    return parts.metrics();
  }

  /** Returns the memory that a training of this run needs. */
  public MemoryNeeds memoryNeeds() {
    return MemoryNeeds.of(parts.settings(), parts.threads());
  }

  /** Returns the policies that the run has stored. */
  public RunPolicies policies() {
    return new RunPolicies(parts.planner().run(), parts.dataset());
  }

  /**
   * Returns what the run has learned until its newest checkpoint.
   *
   * @param listener warned of checkpoints that cannot be read, told of the returns that training
   *     saw where commands are given as they are, and warned of commands that are not attained
   * @throws InvalidInputException if there is no checkpoint
   */
  public TrainedRun trained(TrainingListener listener) throws IOException {
    return new TrainedRun(parts, listener);
  }

  /**
   * Trains from the newest checkpoint, or from the start where there is none, to the end.
   *
   * @param runner who rolls the policies out
   * @param listener follows the run
   * @throws IOException if something cannot be stored; what is committed stands, and the run can be
   *     resumed
   */
  public TrainingSummary train(RolloutRunner runner, TrainingListener listener) throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    MemoryNeeds.requireHeap(parts.settings(), heap);
    memoryNeeds().warning(heap, MemoryNeeds.memoryOfThisMachine()).ifPresent(listener::warning);
    Path drivers = new Path(parts.directory(), "drivers");
    AtomicFiles.weakness(parts.hadoop(), drivers).ifPresent(listener::warning);
    PolicyDataset.requireOneLog(parts.hadoop(), new Path(parts.directory(), "policies"))
        .ifPresent(listener::warning);
    DriverClaim claim = DriverClaim.take(parts.hadoop(), drivers);
    Optional<TrainingCheckpoint> checkpoint = parts.newestCheckpoint(listener);
    TrainingState state = checkpoint.map(TrainingCheckpoint::state).orElseGet(parts::newState);
    parts.dataset().removeLeftovers(listener::warning);
    parts.checkpoints().removeTemporaryFiles();
    parts.metrics().truncate(state.nextIteration);
    try (Learner learner = parts.learner(checkpoint)) {
      // The arrays of the checkpoint are large and not needed for the rest of the run.
      checkpoint = Optional.empty();
      state.remember(learner);
      learner.begin();
      try (Training training = new Training(parts, state, learner, runner, claim, listener)) {
        return training.run();
      }
    }
  }

  /**
   * Makes a generator that was trained elsewhere this run's, and evaluates it as at a run's end.
   *
   * @param stored policies of its dataset by return bucket
   * @param maxReturn the highest mean return of them
   * @param listener told of the evaluations
   */
  public TrainingSummary adopt(
      FittedGenerator fitted,
      Map<Integer, Long> stored,
      double maxReturn,
      RolloutRunner runner,
      TrainingListener listener)
      throws IOException {
    TrainingState state = Adoption.adopt(parts.newState(), fitted, stored, maxReturn);
    Stopwatch watch = new Stopwatch();
    EvaluationMetrics last;
    TrainingCheckpoint checkpoint = new TrainingCheckpoint(state, fitted.learnerState());
    try (Learner learner = parts.learner(Optional.of(checkpoint));
        Evaluations evaluations = parts.evaluations(runner, learner, state, listener)) {
      evaluations.calibrate(parts.calibrator().reserve(parts.settings().training().maxEnvSteps()));
      last = evaluations.last(false);
    }
    state.times.evaluation = watch.lap();
    state.times.wall = state.times.train + state.times.evaluation;
    parts.metrics().flush(state.nextIteration);
    parts.checkpoints().save(checkpoint.toCheckpoint());
    TrainingSummary summary =
        Adoption.summary(state, last, fitted, returns(), parts.dataset().returnBuckets());
    summary.warnings().forEach(listener::warning);
    return summary;
  }
}

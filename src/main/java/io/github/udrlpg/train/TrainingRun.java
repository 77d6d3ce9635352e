package io.github.udrlpg.train;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.config.RolloutSettings.Command;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.EpisodePlayer;
import io.github.udrlpg.rollout.PlayablePolicy;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DriverClaim;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** A run in its directory: begun, gone on with from its newest checkpoint, or evaluated. */
public final class TrainingRun {
  private final Settings settings;
  private final Configuration hadoop;
  private final Path drivers;
  private final int generatorThreads;
  private final PolicyShape shape;
  private final Planner planner;
  private final PolicyDataset dataset;
  private final CheckpointStore checkpoints;
  private final RunMetrics metrics;
  private final Calibrator calibrator;

  /**
   * Opens a run's directory, which need not hold anything yet; its generator uses all cores.
   *
   * @param run the run's identifier
   * @param directory under any file system of Hadoop's
   * @throws InvalidInputException if the environment is unknown, or the budget of environment steps
   *     is less than one policy may take
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
   * @param generatorThreads that share the generator's work; they do not change any result
   * @throws InvalidInputException if the environment is unknown, or the budget of environment steps
   *     is less than one policy may take
   * @throws IOException if there is no such file system
   */
  public TrainingRun(
      String run, Settings settings, Configuration hadoop, Path directory, int generatorThreads)
      throws IOException {
    this(new RunIdentity(run, ""), settings, hadoop, directory, generatorThreads);
  }

  /**
   * Opens a run's directory, which need not hold anything yet.
   *
   * @param identity whose the files in it are
   * @param directory under any file system of Hadoop's
   * @param generatorThreads that share the generator's work; they do not change any result
   * @throws InvalidInputException if the environment is unknown, or the budget of environment steps
   *     is less than one policy may take
   * @throws IOException if there is no such file system
   */
  public TrainingRun(
      RunIdentity identity,
      Settings settings,
      Configuration hadoop,
      Path directory,
      int generatorThreads)
      throws IOException {
    EnvironmentSpec environment = Environments.spec(settings.env().id());
    this.calibrator = new Calibrator(settings.calibration(), environment.maxEpisodeSteps());
    requireBudget(settings, environment, calibrator.reserve(settings.training().maxEnvSteps()));
    this.settings = settings;
    this.hadoop = hadoop;
    this.drivers = new Path(directory, "drivers");
    this.generatorThreads = generatorThreads;
    this.shape = Parts.policyShape(settings, environment);
    ReturnBuckets partitions = new ReturnBuckets(settings.store().partitionBuckets());
    this.planner =
        new Planner(
            identity.run(),
            new Seeds(settings.run().seed()),
            environment,
            shape,
            Parts.returnScale(settings.returns()),
            partitions);
    this.dataset =
        new PolicyDataset(
            hadoop,
            new Path(directory, "policies"),
            partitions,
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

  /** Returns the scale of commands. */
  public ReturnScale returns() {
    return planner.returns();
  }

  /** Returns the run's tables of metrics. */
  public RunMetrics metrics() {
    return metrics;
  }

  /** Returns the memory that a training of this run needs. */
  public MemoryNeeds memoryNeeds() {
    return MemoryNeeds.of(settings, generatorThreads);
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
    MemoryNeeds.requireHeap(settings, Runtime.getRuntime().maxMemory());
    memoryNeeds()
        .warning(Runtime.getRuntime().maxMemory(), MemoryNeeds.memoryOfThisMachine())
        .ifPresent(listener::warning);
    AtomicFiles.weakness(hadoop, drivers).ifPresent(listener::warning);
    PolicyDataset.requireOneLog(hadoop, new Path(drivers.getParent(), "policies"))
        .ifPresent(listener::warning);
    DriverClaim claim = DriverClaim.take(hadoop, drivers);
    Optional<TrainingCheckpoint> checkpoint = loadCheckpoint(listener);
    TrainingState state =
        checkpoint
            .map(TrainingCheckpoint::state)
            .orElseGet(() -> new TrainingState(shape.inputs(0)));
    limit(state);
    dataset.removeLeftovers(listener::warning);
    checkpoints.removeTemporaryFiles();
    metrics.truncate(state.nextIteration);
    try (LiveBuffer live = liveBuffer();
        Generator generator = generator(checkpoint);
        Updater updater = new Updater(settings, shape, planner.seeds(), live, generator, state)) {
      if (checkpoint.isPresent()) {
        live.rebuild(checkpoint.get().live(), checkpoint.get().covered());
      }
      // The arrays of the checkpoint are large and not needed for the rest of the run.
      checkpoint = Optional.empty();
      return new Trainer(
              settings,
              planner,
              new Collector(runner, dataset, generator, claim),
              dataset,
              live,
              generator,
              updater,
              evaluations(runner, generator, live, listener, state),
              checkpoints,
              claim,
              metrics,
              listener,
              state,
              calibrator.reserve(settings.training().maxEnvSteps()))
          .run();
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
    TrainingState state = Adoption.state(fitted, stored, maxReturn);
    limit(state);
    TrainingCheckpoint checkpoint =
        new TrainingCheckpoint(state, fitted.state(), List.of(), List.of());
    Stopwatch watch = new Stopwatch();
    EvaluationMetrics last;
    try (Generator generator = generator(Optional.of(checkpoint));
        LiveBuffer live = liveBuffer()) {
      Evaluations evaluations = evaluations(runner, generator, live, listener, state);
      evaluations.calibrate(calibrator.reserve(settings.training().maxEnvSteps()));
      last = evaluations.undiagnosed("final");
      evaluations.last();
    }
    state.times.evaluation = watch.lap();
    state.times.wall = state.times.train + state.times.evaluation;
    metrics.flush(state.nextIteration);
    checkpoints.save(checkpoint.toCheckpoint());
    TrainingSummary summary =
        Adoption.summary(state, last, fitted, planner.returns(), dataset.partitions());
    summary.warnings().forEach(listener::warning);
    return summary;
  }

  /**
   * Evaluates the newest checkpoint without noise; nothing of the run changes.
   *
   * @param commands scaled returns; empty for the highest one seen
   * @param commanding how the generator is given them
   * @param listener told of the returns that training saw where commands are given as they are
   * @return a row for each command
   * @throws InvalidInputException if there is no checkpoint
   */
  public List<EvaluationMetrics> evaluate(
      RolloutRunner runner,
      List<Double> commands,
      Commanding commanding,
      int episodesPerCommand,
      TrainingListener listener)
      throws IOException {
    Optional<TrainingCheckpoint> checkpoint = requireCheckpoint(listener);
    TrainingState state = checkpoint.orElseThrow().state();
    limit(state);
    List<Double> wanted = commands.isEmpty() ? List.of(state.highestCommand()) : commands;
    Optional<Calibration> calibration = calibration(state, commanding);
    if (calibration.isEmpty()) {
      sayWhatWasSeen(state, listener);
    }
    try (Generator generator = generator(checkpoint)) {
      return new Evaluator(planner, runner, generator)
          .evaluate(
              calibration.isPresent() ? "calibrated" : "command",
              Purpose.EXTENSIVE_EVALUATION,
              state,
              wanted,
              wanted.stream().map(command -> given(command, calibration)).toList(),
              episodesPerCommand)
          .rows();
    }
  }

  /**
   * Replays the stored policies whose returns are nearest to commands, on fresh seeds; nothing of
   * the run changes.
   *
   * @param commands scaled returns; empty for the highest one seen
   * @return a row for each command
   * @throws InvalidInputException if there is no checkpoint, or no policy to replay
   */
  public List<EvaluationMetrics> retrieve(
      RolloutRunner runner,
      List<Double> commands,
      int episodesPerCommand,
      TrainingListener listener)
      throws IOException {
    Optional<TrainingCheckpoint> checkpoint = requireCheckpoint(listener);
    TrainingState state = checkpoint.orElseThrow().state();
    limit(state);
    List<Double> wanted = commands.isEmpty() ? List.of(state.highestCommand()) : commands;
    Retrieval nearest =
        Retrieval.of(dataset, shape, state, wanted)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "The run has no stored policy to replay: its generator was trained from a"
                            + " dataset elsewhere"));
    try (Generator generator = generator(checkpoint)) {
      return new Evaluator(planner, runner, generator)
          .play(
              "retrieval",
              Purpose.RETRIEVAL,
              state,
              wanted,
              nearest.returns(),
              nearest.weights(),
              episodesPerCommand)
          .rows();
    }
  }

  /**
   * Returns the calibration of the newest checkpoint, if it has one.
   *
   * @throws InvalidInputException if there is no checkpoint
   */
  public Optional<Calibration> calibration(TrainingListener listener) throws IOException {
    return requireCheckpoint(listener).orElseThrow().state().calibration;
  }

  private static Optional<Calibration> calibration(TrainingState state, Commanding commanding) {
    return commanding == Commanding.CALIBRATED ? state.calibration : Optional.empty();
  }

  private static void sayWhatWasSeen(TrainingState state, TrainingListener listener) {
    listener.returnsSeen(
        state.lowestCommand(), Math.max(state.highestCommand(), state.highestAchieved()));
  }

  private static double given(double wanted, Optional<Calibration> calibration) {
    return calibration.map(known -> known.command(wanted)).orElse(wanted);
  }

  /**
   * Generates the policy for a command from the newest checkpoint, without noise, as an evaluation
   * plays it; its seed is that of the first episode of an evaluation of this command alone.
   *
   * @param command a scaled return; empty for the highest one seen
   * @param commanding how the generator is given it
   * @param listener told of the returns that training saw where the command is given as it is, and
   *     warned where the calibrated generator does not attain it
   * @throws InvalidInputException if there is no checkpoint
   */
  public PlayablePolicy generate(
      OptionalDouble command, Commanding commanding, TrainingListener listener) throws IOException {
    Optional<TrainingCheckpoint> checkpoint = requireCheckpoint(listener);
    TrainingState state = checkpoint.orElseThrow().state();
    limit(state);
    double commanded = command.orElse(state.highestCommand());
    Optional<Calibration> calibration = calibration(state, commanding);
    if (calibration.isEmpty()) {
      sayWhatWasSeen(state, listener);
    } else if (command.isPresent()) {
      calibration.get().warning(commanded, planner.returns()).ifPresent(listener::warning);
    }
    double given = given(commanded, calibration);
    Map<String, String> origin = origin("generator", state.nextIteration - 1, commanded);
    calibration.ifPresent(known -> origin.put("given_command", Double.toString(given)));
    origin.put("env_steps", Long.toString(state.envSteps));
    try (Generator generator = generator(checkpoint)) {
      return new PlayablePolicy(
          planner.environment(),
          shape,
          generator.generateFromAverage(new double[] {given})[0],
          state.observations.toNormalizer(),
          planner.seeds().of(Purpose.EXTENSIVE_EVALUATION, state.nextIteration),
          origin);
    }
  }

  /** Returns a stored policy as it was rolled out, noise included, with its first seed. */
  public PlayablePolicy playable(StoredPolicy policy) {
    PolicyRow row = policy.row();
    Map<String, String> origin = origin("dataset", row.iteration(), row.command());
    origin.put("policy", row.id());
    origin.put("noise", Double.toString(row.noise()));
    return new PlayablePolicy(
        Environments.spec(row.environment()),
        shape,
        policy.weights(),
        row.normalizer(),
        row.episodes().get(0).seed(),
        origin);
  }

  private Map<String, String> origin(String source, int iteration, double command) {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("run", planner.run());
    origin.put("source", source);
    origin.put("iteration", Integer.toString(iteration));
    origin.put("command", Double.toString(command));
    return origin;
  }

  /** Returns a stored policy, if the run has it. */
  public Optional<StoredPolicy> find(int iteration, int policy) throws IOException {
    Optional<CommitEntry> commit = dataset.find(iteration);
    return commit.isEmpty()
        ? Optional.empty()
        : dataset.readPolicies(commit.get(), index -> index == policy).stream().findFirst();
  }

  /** Plays an episode of a stored policy again, from its row alone. */
  public Episode replay(StoredPolicy policy, Episode episode) {
    try (EpisodePlayer player = new EpisodePlayer(policy.row().environment(), shape)) {
      player.setWeights(policy.weights());
      return player.play(
          episode.seed(), policy.row().normalizer(), new RunningStatistics(shape.inputs(0)));
    }
  }

  private Optional<TrainingCheckpoint> loadCheckpoint(TrainingListener listener)
      throws IOException {
    Optional<TrainingCheckpoint> checkpoint =
        checkpoints.loadNewest(listener::warning).map(TrainingCheckpoint::of);
    dataset.requireOwn(dataset.lastIteration().orElse(0));
    if (checkpoint.isPresent()) {
      requireItsDataset(checkpoint.get().state());
    }
    return checkpoint;
  }

  private Optional<TrainingCheckpoint> requireCheckpoint(TrainingListener listener)
      throws IOException {
    Optional<TrainingCheckpoint> checkpoint = loadCheckpoint(listener);
    if (checkpoint.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "The run has no checkpoint yet: train it for at least %d iterations first",
              settings.checkpoint().everyIterations()));
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

  private Evaluations evaluations(
      RolloutRunner runner,
      Generator generator,
      LiveBuffer live,
      TrainingListener listener,
      TrainingState state)
      throws IOException {
    return new Evaluations(
        settings.evaluation(),
        planner.returns(),
        calibrator,
        new Evaluator(planner, runner, generator),
        wanted -> Retrieval.of(dataset, shape, state, wanted),
        new Diagnosis(settings, generator::generateFromAverage, live, state, metrics, listener),
        metrics,
        listener,
        state);
  }

  /** Tells a state what may be commanded, which is set anew whenever a run goes on. */
  private void limit(TrainingState state) {
    OptionalDouble ceiling = settings.training().returnCeiling();
    state.ceiling =
        ceiling.isPresent()
            ? planner.returns().scaled(ceiling.getAsDouble())
            : Double.POSITIVE_INFINITY;
    state.quiet = settings.coverage().noise();
    state.forgets = settings.rollout().command() == Command.HIGHEST_LIVE;
  }

  private LiveBuffer liveBuffer() {
    return new LiveBuffer(
        Parts.replayBuffer(settings.buffer()),
        new CoveredRange(settings.coverage()),
        dataset,
        shape.parameterCount());
  }

  private Generator generator(Optional<TrainingCheckpoint> checkpoint) {
    HypernetworkShape hypernetwork = Parts.hypernetworkShape(settings.generator(), shape);
    Generator generator =
        checkpoint.isPresent()
            ? Parts.restoredGenerator(
                settings.generator(), hypernetwork, checkpoint.get().generator(), generatorThreads)
            : Parts.generator(
                settings.generator(),
                hypernetwork,
                planner.seeds().of(Purpose.INITIALIZATION, 0),
                generatorThreads);
    settings.evaluation().averageDecay().ifPresent(generator::keepAverage);
    return generator;
  }
}

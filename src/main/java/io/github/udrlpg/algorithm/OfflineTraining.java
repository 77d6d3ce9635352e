package io.github.udrlpg.algorithm;

import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.metrics.WorkCounters;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.text.Text;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Trains a generator from policies that are there already, with the updates of a run that rolls
 * out: the same batches by bucket, the same loss, the same optimiser.
 *
 * <p>The weights of the policies stand outside the Java heap until it is closed. Not for several
 * threads.
 */
public final class OfflineTraining implements AutoCloseable {
  /** Updates between two reports of progress. */
  private static final int PART = 100;

  private final OfflineSettings settings;
  private final PolicyShape shape;
  private final List<Double> commands;
  private final List<FloatBuffer> weights;
  private final PolicySlots slots;
  private RunningStatistics observations;
  private boolean restated;

  /**
   * Prepares for some policies.
   *
   * @param shape of the policies
   * @param commands the scaled return of each
   */
  public OfflineTraining(OfflineSettings settings, PolicyShape shape, List<Double> commands) {
    this.settings = settings;
    this.shape = shape;
    this.commands = List.copyOf(commands);
    this.weights = new ArrayList<>(Arrays.asList(new FloatBuffer[commands.size()]));
    this.slots = new PolicySlots(shape.parameterCount());
    this.observations = new RunningStatistics(shape.inputs(0));
  }

  /**
   * Takes the weights of a policy; they may come in any order.
   *
   * @param policy its index among the commands
   * @param values {@code [parameters]}; they are copied
   */
  public void put(int policy, float[] values) {
    weights.set(policy, slots.store(values));
  }

  /**
   * States every policy for the observations of all of them, so that it acts as it did under its
   * own statistics.
   *
   * @param own what each policy saw observations through
   * @param observed what all of them observed together
   */
  public void restate(List<ObservationNormalizer> own, RunningStatistics observed) {
    keep(observed);
    Restatement restatement = new Restatement(shape, observed.toNormalizer());
    for (int policy = 0; policy < own.size(); policy++) {
      // In place: an entry is read for the last time where it is written.
      restatement.apply(own.get(policy), weights.get(policy), weights.get(policy));
    }
    restated = true;
  }

  /** Keeps what the policies observed with the generator, and the policies as they are. */
  public void keep(RunningStatistics observed) {
    observations = observed.copy();
  }

  /**
   * Trains a generator.
   *
   * @param threads that share the work; they do not change any result
   * @param listener told of every part of the updates
   * @throws IllegalStateException if the weights of a policy are missing, or the loss becomes
   *     infinite
   */
  public FittedGenerator train(int threads, Consumer<FittedGenerator.Progress> listener) {
    Seeds seeds = new Seeds(settings.seed());
    HypernetworkShape hypernetwork = settings.hypernetwork(shape);
    UniformRandomProvider batches = Seeds.random(seeds.of(Purpose.BATCHES, 0));
    UniformRandomProvider tiles = Seeds.random(seeds.of(Purpose.TILES, 0));
    Targets targets = new Targets.Fixed(buffer(), weights);
    List<FittedGenerator.Progress> progress = new ArrayList<>();
    try (Generator generator =
        Parts.generator(
            settings.generator(),
            hypernetwork,
            Optional.empty(),
            seeds.of(Purpose.INITIALIZATION, 0),
            threads)) {
      double seconds = 0;
      for (int done = 0; done < settings.updates(); ) {
        int count = Math.min(PART, settings.updates() - done);
        generator.setLearningRate(learningRate(done));
        Stopwatch watch = new Stopwatch();
        double meanLoss =
            Udrlpg.regress(
                generator,
                targets,
                count,
                settings.batchSize(),
                settings.tileFraction(),
                batches,
                tiles);
        double part = watch.lap();
        WorkCounters.countUpdates(count, part);
        done += count;
        seconds += part;
        progress.add(new FittedGenerator.Progress(done, meanLoss, seconds));
        listener.accept(progress.get(progress.size() - 1));
      }
      return new FittedGenerator(
          hypernetwork, generator.state(), observations, restated, commands, progress);
    }
  }

  private double learningRate(int done) {
    double share = (double) done / settings.updates();
    return settings
        .generator()
        .learningRate(Math.round(share * settings.generator().learningRateDecaySteps()));
  }

  private ReplayBuffer buffer() {
    ReplayBuffer buffer = Parts.replayBuffer(settings.buffer());
    for (int policy = 0; policy < commands.size(); policy++) {
      if (weights.get(policy) == null) {
        throw new IllegalStateException(
            Text.format("The weights of policy %d of %d are missing", policy, commands.size()));
      }
      buffer.offer(new BufferEntry(0, policy, commands.get(policy)));
    }
    return buffer;
  }

  /** Releases the weights; closing twice is fine. */
  @Override
  public void close() {
    slots.close();
  }
}

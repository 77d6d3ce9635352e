package io.github.udrlpg.train;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.generator.Generator;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.rollout.Seeds.Purpose;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the generator's updates that stored rows call for: as soon as the rows are in the live
 * buffer, or in the background while the next iteration rolls out.
 *
 * <p>What is due is part of the state, so a checkpoint between the two has it. Rollouts stay in the
 * calling thread, because Spark and its tasks keep what belongs to a job in thread-locals.
 */
final class Updater implements AutoCloseable {
  private final Settings settings;
  private final PolicyShape shape;
  private final Seeds seeds;
  private final LiveBuffer live;
  private final Generator generator;
  private final TrainingState state;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "udrlpg-updates");
            thread.setDaemon(true);
            return thread;
          });
  private Future<Updates> running;

  Updater(
      Settings settings,
      PolicyShape shape,
      Seeds seeds,
      LiveBuffer live,
      Generator generator,
      TrainingState state) {
    this.settings = settings;
    this.shape = shape;
    this.seeds = seeds;
    this.live = live;
    this.generator = generator;
    this.state = state;
  }

  /**
   * Notes what the rows of the last iteration call for; nothing after the warm-up, or where nothing
   * could be learnt from.
   *
   * @param episodes that the iteration rolled out
   */
  void callFor(int episodes) {
    boolean warmUp = state.nextIteration == 1;
    state.dueUpdates =
        warmUp || live.size() == 0 ? 0 : episodes * settings.training().updatesPerEpisode();
  }

  private Targets targets() {
    return settings.training().restateWeights()
        ? new Targets.Restated(live, new Restatement(shape, state.observations.toNormalizer()))
        : new Targets.Stored(live);
  }

  /** Runs what is due. */
  Updates runDue() {
    int iteration = state.nextIteration - 1;
    generator.setLearningRate(settings.generator().learningRate(state.envSteps));
    Updates updates =
        state.dueUpdates == 0
            ? Updates.NONE
            : Updates.run(
                state.dueUpdates,
                settings.training(),
                targets(),
                generator,
                Seeds.random(seeds.of(Purpose.BATCHES, iteration)),
                Seeds.random(seeds.of(Purpose.TILES, iteration)));
    state.dueUpdates = 0;
    return updates;
  }

  /**
   * Begins to run what is due in the background. Until {@link #await} returns, nobody else may use
   * generator, live buffer or state.
   */
  void start() {
    running = background.submit(this::runDue);
  }

  /**
   * Returns the updates that {@link #start} began, when they are done.
   *
   * @throws RuntimeException what the updates failed with
   */
  Updates await() {
    Stopwatch watch = new Stopwatch();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get().waitedFor(watch.lap());
        } catch (InterruptedException e) {
          // They write to memory that is released soon after: leaving early is not safe.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      // Message and type are those of updates in the calling thread, for one "diverged".
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("The generator's updates failed: " + e.getCause(), e);
    } finally {
      running = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the background thread, after updates that still run there. */
  @Override
  public void close() {
    if (running != null) {
      await();
    }
    background.shutdown();
  }
}

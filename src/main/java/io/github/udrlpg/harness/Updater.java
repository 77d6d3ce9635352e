package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.metrics.WorkCounters;
import io.github.udrlpg.rollout.Seeds;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Has the learner take the updates that an iteration called for: at once, or in the background
 * while the next iteration rolls out.
 *
 * <p>What is due is part of the state, so a checkpoint between the two has it. Rollouts stay in the
 * calling thread, because Spark and its tasks keep what belongs to a job in thread-locals.
 */
final class Updater implements AutoCloseable {
  private final Learner learner;
  private final Seeds seeds;
  private final TrainingState state;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "udrlpg-updates");
            thread.setDaemon(true);
            return thread;
          });
  private Future<Updates> running;

  Updater(Learner learner, Seeds seeds, TrainingState state) {
    this.learner = learner;
    this.seeds = seeds;
    this.state = state;
  }

  /** Runs what is due. */
  Updates runDue() {
    int count = state.dueUpdates;
    if (count == 0) {
      return Updates.NONE;
    }
    int iteration = state.nextIteration - 1;
    Stopwatch watch = new Stopwatch();
    double meanLoss =
        learner.learn(
            count,
            state,
            (purpose, number) -> Seeds.random(seeds.of(purpose, iteration, number, 0)));
    double seconds = watch.lap();
    WorkCounters.countUpdates(count, seconds);
    state.dueUpdates = 0;
    return new Updates(count, meanLoss, seconds, seconds);
  }

  /**
   * Begins to run what is due in the background. Until {@link #await} returns, nobody else may use
   * the learner or the state.
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

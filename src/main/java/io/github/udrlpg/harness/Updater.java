package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.Learner;
import io.github.udrlpg.algorithm.Streams;
import io.github.udrlpg.metrics.Stopwatch;
import io.github.udrlpg.metrics.WorkCounters;
import io.github.udrlpg.rollout.Seeds;

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
  private final Background<Updates> background = new Background<>("udrlpg-updates");

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
    Stopwatch watch = new Stopwatch();
    double meanLoss =
        learner.learn(count, state, Streams.ofIteration(seeds, state.nextIteration - 1));
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
    background.start(this::runDue);
  }

  /**
   * Returns the updates that {@link #start} began, when they are done.
   *
   * @throws RuntimeException what the updates failed with
   */
  Updates await() {
    Stopwatch watch = new Stopwatch();
    Updates updates = background.take();
    return updates.waitedFor(watch.lap());
  }

  /** Ends the background thread, after updates that still run there. */
  @Override
  public void close() {
    background.close();
  }
}

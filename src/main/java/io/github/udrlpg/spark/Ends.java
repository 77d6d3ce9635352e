package io.github.udrlpg.spark;

import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.spark.SparkTrainings.Listener;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Waits for trainings that run side by side, and tells of each as it ends. */
final class Ends {
  private static final long POLL_MILLISECONDS = 100;

  /** What became of a training that ended. */
  @FunctionalInterface
  interface Outcome {
    /** Returns what became of training {@code index}. */
    TrainingOutcome of(int index) throws InterruptedException;
  }

  private Ends() {}

  /**
   * Returns when all have ended, well or not.
   *
   * @param running how many are at work now, of those that have not ended
   */
  static void await(
      List<? extends Future<?>> futures, Outcome outcome, IntSupplier running, Listener listener)
      throws InterruptedException {
    BitSet told = new BitSet();
    while (told.cardinality() < futures.size()) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
      for (int i = told.nextClearBit(0); i < futures.size(); i = told.nextClearBit(i + 1)) {
        if (futures.get(i).isDone()) {
          told.set(i);
          listener.ended(outcome.of(i));
        }
      }
      int done = told.cardinality();
      listener.progressed(done, Math.min(futures.size() - done, running.getAsInt()));
    }
  }
}

package io.github.udrlpg.algorithm;

import java.io.IOException;

/**
 * What learns policies: it decides what is rolled out and what is made of it. Everything else, who
 * rolls out, where that is stored, checkpoints, evaluations and reports, is the {@link Harness}'s.
 *
 * <p>A learner lives on the driver and belongs to one thread at a time. It draws random numbers
 * from the harness's streams alone, so that a run that is resumed goes on as if it had not been
 * interrupted.
 */
public interface Learner extends AutoCloseable {
  /**
   * Gets ready to iterate: reads what it remembers beside its state. Not called where the learner
   * is only asked for policies.
   *
   * @throws IOException if that cannot be read
   */
  default void begin() throws IOException {}

  /**
   * Does one iteration: rolls policies out, once, and learns from them, now or by {@link #learn}.
   *
   * @throws IOException if what was rolled out cannot be stored or read
   */
  void iterate(Harness harness) throws IOException;

  /**
   * Takes the gradient steps that {@link #iterate} called for, right after it or, where updates
   * overlap rollouts, in another thread beside the next ones.
   *
   * @param updates how many
   * @param seen what the run has seen
   * @param streams of the iteration that called for them
   * @return mean loss over them
   * @throws IllegalStateException if it diverges
   */
  default double learn(int updates, History seen, Streams streams) {
    throw new UnsupportedOperationException(getClass() + " called for updates and takes none");
  }

  /**
   * Returns the policies that it would answer commands with, as they are evaluated and exported.
   *
   * @param commands scaled returns; a learner without commands has one answer to all of them
   * @return {@code [commands, parameters]}, for the present observation statistics
   */
  float[][] policies(double[] commands);

  /** Returns how many policies it remembers to learn from. */
  default int remembered() {
    return rememberedReturns().length;
  }

  /** Returns the scaled returns of the policies that it remembers to learn from. */
  default double[] rememberedReturns() {
    return new double[0];
  }

  /** Returns a copy of all that the next iteration depends on, beside settings and dataset. */
  LearnerState state();

  /** Releases what it holds outside the Java heap; closing twice is fine. */
  @Override
  default void close() {}
}

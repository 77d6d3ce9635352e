package io.github.udrlpg.harness;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * One piece of work at a time in a thread of its own, beside the driver's. Whoever started it takes
 * the result, and with it what it failed with.
 */
final class Background<T> implements AutoCloseable {
  private final ExecutorService thread;
  private Future<T> running;

  Background(String name) {
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * Begins.
   *
   * @throws IllegalStateException if the result of the work before was not taken
   */
  void start(Supplier<T> work) {
    if (running != null) {
      throw new IllegalStateException("The work before is not taken yet");
    }
    running = thread.submit(work::get);
  }

  /** Returns whether there is work whose result was not taken. */
  boolean isStarted() {
    return running != null;
  }

  /** Returns whether a result is there to be taken. */
  boolean isDone() {
    return running != null && running.isDone();
  }

  /**
   * Takes the result, when it is there.
   *
   * @throws RuntimeException what the work failed with
   */
  T take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          // The work uses memory that is released soon after: leaving early is not safe.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      // Message and type are those of work in the calling thread.
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("Work beside training failed: " + e.getCause(), e);
    } finally {
      running = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the thread, after work that still runs there; what that comes to is lost. */
  @Override
  public void close() {
    try {
      if (running != null) {
        take();
      }
    } finally {
      thread.shutdown();
    }
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Bounds the time of work that nobody can stop from inside. */
final class Deadline {
  private Deadline() {}

  /**
   * Works in a thread of its own, which is left behind where it does not come to its end: it does
   * not keep the process from ending.
   *
   * @throws IllegalStateException if the time is over, or the caller was interrupted
   */
  static <T> T within(Duration longest, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(task, "picture");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new IllegalStateException(
          Text.format("it took longer than %d seconds", longest.toSeconds()), e);
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("it was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause().toString(), e.getCause());
    }
  }
}

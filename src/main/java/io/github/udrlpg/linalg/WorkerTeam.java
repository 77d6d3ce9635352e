package io.github.udrlpg.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The calling thread and a few helpers that work off numbered jobs together.
 *
 * <p>Jobs are handed out one by one in the order of their numbers, so put the long ones first.
 * Which worker gets which job depends on timing: jobs that write to separate places give the same
 * result however many workers there are.
 */
public final class WorkerTeam implements AutoCloseable {
  /** One kind of numbered work. */
  @FunctionalInterface
  public interface Job {
    /**
     * Does job number {@code index}.
     *
     * @param index from 0
     * @param worker who does it, from 0; no two jobs run on the same worker at once
     */
    void run(int index, int worker);
  }

  private final int workers;
  private final ExecutorService helpers;
  private final List<Future<?>> running = new ArrayList<>();

  private WorkerTeam(int workers) {
    this.workers = workers;
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, workers - 1),
            task -> {
              Thread thread = new Thread(task, "udrlpg-linalg");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Creates a team of {@code workers} threads, the calling one included.
   *
   * @throws IllegalArgumentException if {@code workers} is not positive
   */
  public static WorkerTeam of(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException(
          "A worker team needs at least one thread, found " + workers);
    }
    return new WorkerTeam(workers);
  }

  /** Returns how many threads take part, the calling one included. */
  public int workers() {
    return workers;
  }

  /**
   * Does the jobs {@code 0 … jobs - 1} and returns when all of them are done.
   *
   * @throws IllegalStateException if a job failed, with the first failure as the cause; jobs that
   *     had begun are finished, others are not begun
   */
  public void run(int jobs, Job job) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int worker = 1; worker < Math.min(workers, jobs); worker++) {
      int helper = worker;
      running.add(helpers.submit(() -> work(next, jobs, job, helper, failure)));
    }
    work(next, jobs, job, 0, failure);
    awaitHelpers();
    if (failure.get() != null) {
      throw new IllegalStateException(
          "A job of a worker team failed: " + failure.get(), failure.get());
    }
  }

  private static void work(
      AtomicInteger next, int jobs, Job job, int worker, AtomicReference<Throwable> failure) {
    try {
      for (int i = next.getAndIncrement(); i < jobs; i = next.getAndIncrement()) {
        job.run(i, worker);
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      next.set(jobs);
    }
  }

  private void awaitHelpers() {
    boolean interrupted = false;
    for (Future<?> helper : running) {
      while (!helper.isDone()) {
        try {
          helper.get();
        } catch (InterruptedException e) {
          // Helpers write to memory that the caller may release: leaving early is not safe.
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("A helper of a worker team failed", e);
        }
      }
    }
    running.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the helpers. */
  @Override
  public void close() {
    helpers.shutdown();
  }
}

package io.github.udrlpg.linalg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** Returns the number of workers, the calling thread included. */
  public int workers() {
    return workers;
  }

  /**
   * Does the jobs {@code 0 … jobs - 1} and returns when all of them are done.
   *
   * @throws IllegalStateException if a job failed, with its failure as the cause; jobs that had
   *     begun are finished first
   */
  public void run(int jobs, Job job) {
    AtomicInteger next = new AtomicInteger();
    for (int worker = 1; worker < Math.min(workers, jobs); worker++) {
      int helper = worker;
      running.add(helpers.submit(() -> work(next, jobs, job, helper)));
    }
    try {
      work(next, jobs, job, 0);
    } finally {
      awaitHelpers();
    }
  }

  private static void work(AtomicInteger next, int jobs, Job job, int worker) {
    try {
      for (int i = next.getAndIncrement(); i < jobs; i = next.getAndIncrement()) {
        job.run(i, worker);
      }
    } catch (RuntimeException | Error failure) {
      // Nobody begins another job once one has failed.
      next.set(jobs);
      throw failure;
    }
  }

  private void awaitHelpers() {
    boolean interrupted = false;
    ExecutionException failure = null;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) {
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          // Helpers still write to memory that the caller may release: leaving early is not safe.
          interrupted = true;
        } catch (ExecutionException e) {
          failure = e;
          done = true;
        }
      }
    }
    running.clear();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("A worker's job failed", failure.getCause());
    }
  }

  /** Ends the helpers. */
  @Override
  public void close() {
    helpers.shutdown();
  }
}

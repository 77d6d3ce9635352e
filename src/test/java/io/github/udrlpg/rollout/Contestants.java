package io.github.udrlpg.rollout;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two of a kind that do the same work, one alone or both at once. */
final class Contestants implements Closeable {
  /** One of them. */
  interface Contestant extends Closeable {
    /** Does the work once. */
    void run() throws IOException;
  }

  /** Makes one of them. */
  interface Factory {
    /** Returns one that is ready. */
    Contestant create() throws IOException;
  }

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Contestant> contestants;

  Contestants(Factory factory) throws IOException {
    this.contestants = List.of(factory.create(), factory.create());
  }

  /** Returns how long one takes alone, in nanoseconds. */
  double one() throws InterruptedException, ExecutionException {
    return time(1);
  }

  /** Returns how long both take at once, in nanoseconds. */
  double two() throws InterruptedException, ExecutionException {
    return time(2);
  }

  private double time(int count) throws InterruptedException, ExecutionException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (Contestant contestant : contestants.subList(0, count)) {
      tasks.add(
          () -> {
            contestant.run();
            return null;
          });
    }
    long start = System.nanoTime();
    for (Future<Void> task : threads.invokeAll(tasks)) {
      task.get();
    }
    return System.nanoTime() - start;
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (Contestant contestant : contestants) {
      contestant.close();
    }
  }
}

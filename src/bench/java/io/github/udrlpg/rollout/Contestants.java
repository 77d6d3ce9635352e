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
    /**
     * Does the work once.
     *
     * @return the processor time that it took, in nanoseconds
     */
    long run() throws IOException;
  }

  /** Makes one of them. */
  interface Factory {
    /** Returns one that is ready. */
    Contestant create() throws IOException;
  }

  /**
   * How long the work took, in nanoseconds.
   *
   * @param wall from the beginning until all were done
   * @param processor what one of them took of a core, on the average
   */
  record Time(double wall, double processor) {}

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final List<Contestant> contestants;

  Contestants(Factory factory) throws IOException {
    this.contestants = List.of(factory.create(), factory.create());
  }

  /** Lets one work alone. */
  Time one() throws InterruptedException, ExecutionException {
    return time(1);
  }

  /** Lets both work at once. */
  Time two() throws InterruptedException, ExecutionException {
    return time(2);
  }

  private Time time(int count) throws InterruptedException, ExecutionException {
    List<Callable<Long>> tasks = new ArrayList<>();
    for (Contestant contestant : contestants.subList(0, count)) {
      tasks.add(contestant::run);
    }
    long start = System.nanoTime();
    double processor = 0;
    for (Future<Long> task : threads.invokeAll(tasks)) {
      processor += task.get();
    }
    return new Time(System.nanoTime() - start, processor / count);
  }

  @Override
  public void close() throws IOException {
    threads.shutdown();
    for (Contestant contestant : contestants) {
      contestant.close();
    }
  }
}

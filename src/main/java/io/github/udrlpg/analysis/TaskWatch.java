package io.github.udrlpg.analysis;

import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Tells a listener, until it is closed, how many tasks of the running job are done. Only who runs
 * one job at a time can watch it so.
 */
final class TaskWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 500;

  private final JavaSparkContext spark;
  private final AnalysisListener listener;
  private final Thread thread = new Thread(this::watch, "analysis-progress");
  private volatile boolean closed;

  private TaskWatch(JavaSparkContext spark, AnalysisListener listener) {
    this.spark = spark;
    this.listener = listener;
  }

  static TaskWatch begin(JavaSparkContext spark, AnalysisListener listener) {
    TaskWatch watch = new TaskWatch(spark, listener);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(EVERY_MILLIS);
        look();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private void look() {
    long done = 0;
    long tasks = 0;
    for (int stage : spark.statusTracker().getActiveStageIds()) {
      SparkStageInfo info = spark.statusTracker().getStageInfo(stage);
      if (info != null) {
        done += info.numCompletedTasks();
        tasks += info.numTasks();
      }
    }
    if (tasks > 1) {
      listener.progressed(done, tasks);
    }
  }

  /** Returns once the listener will not be called again. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

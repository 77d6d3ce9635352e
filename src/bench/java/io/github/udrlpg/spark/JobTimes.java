package io.github.udrlpg.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Takes the times of an application's jobs, which run one after the other. Spark calls it from a
 * thread of its own, somewhat later.
 */
final class JobTimes extends SparkListener {
  private static final double MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

  private final List<Job> jobs = new ArrayList<>();
  private long startMillis;
  private long slowestTaskMillis;

  /**
   * A job that ended.
   *
   * @param wallSeconds from its submission to its end, as the driver sees it
   * @param slowestTaskSeconds how long the longest of its tasks ran on its executor
   */
  record Job(double wallSeconds, double slowestTaskSeconds) {}

  /** Follows an application from now on. */
  static JobTimes of(JavaSparkContext spark) {
    JobTimes times = new JobTimes();
    spark.sc().addSparkListener(times);
    return times;
  }

  /** Returns the jobs that ended since the last call, in order. */
  List<Job> take(JavaSparkContext spark) {
    try {
      spark.sc().listenerBus().waitUntilEmpty();
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("Spark does not report the end of its jobs", e);
    }
    synchronized (this) {
      List<Job> taken = List.copyOf(jobs);
      jobs.clear();
      return taken;
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    startMillis = job.time();
    slowestTaskMillis = 0;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskInfo().successful()) {
      slowestTaskMillis = Math.max(slowestTaskMillis, task.taskMetrics().executorRunTime());
    }
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    jobs.add(
        new Job(
            (job.time() - startMillis) / MILLIS_PER_SECOND, slowestTaskMillis / MILLIS_PER_SECOND));
  }
}

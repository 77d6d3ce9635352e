package io.github.udrlpg.spark;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What Spark's pages and its event log call the jobs that this thread starts until it is closed:
 * the group is the run, the description says what is done, and the stage is named after the phase
 * instead of after a line of our code.
 */
final class JobLabel implements AutoCloseable {
  private static final String LONG_CALL_SITE = "callSite.long";

  private final JavaSparkContext spark;
  private final String phase;

  private JobLabel(JavaSparkContext spark, String phase) {
    this.spark = spark;
    this.phase = phase;
  }

  /**
   * Labels what follows. Who cancels the group interrupts its tasks.
   *
   * @param group the run, whose jobs can be cancelled together
   * @param phase what is done, such as "rollout of iteration 7": the name of the stage
   * @param detail follows the phase in the job's description
   */
  static JobLabel set(JavaSparkContext spark, String group, String phase, String detail) {
    spark.setJobGroup(group, phase + ": " + detail, true);
    spark.setCallSite(phase);
    // Else every job and stage has the same stack trace of ours in the event log, three times.
    spark.setLocalProperty(LONG_CALL_SITE, phase + ": " + detail);
    return new JobLabel(spark, phase);
  }

  /** Names the data that a job begins with. */
  <T> JavaRDD<T> on(JavaRDD<T> data) {
    return data.setName(phase);
  }

  @Override
  public void close() {
    spark.clearJobGroup();
    spark.clearCallSite();
  }
}

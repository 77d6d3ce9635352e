package io.github.udrlpg.spark;

import io.github.udrlpg.testing.WaitingEnvironment;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark application on this machine whose executors are processes of their own, one core each:
 * Spark's {@code local-cluster} with the class path that this JVM runs from. A distribution of
 * Spark is not needed.
 */
final class MachineCluster {
  private static final int EXECUTOR_MIB = 512;

  private MachineCluster() {}

  /**
   * Starts the application and waits until all its executors are there.
   *
   * @param executors how many
   * @param episodeSeconds how long an episode of {@link WaitingEnvironment} lasts on them
   * @param scratch a directory for whatever Spark keeps on disk
   */
  static JavaSparkContext start(int executors, double episodeSeconds, Path scratch) {
    String testing = "spark.testing";
    String home = "spark.test.home";
    // This is how Spark's own tests start executors: from the class path of the driver instead of
    // the jars below SPARK_HOME, and with no directory left behind in the working directory.
    System.setProperty(testing, "1");
    System.setProperty(home, scratch.toString());
    try {
      return new JavaSparkContext(conf(executors, episodeSeconds, scratch));
    } finally {
      System.clearProperty(testing);
      System.clearProperty(home);
    }
  }

  private static SparkConf conf(int executors, double episodeSeconds, Path scratch) {
    return new SparkConf()
        .setAppName("scaling")
        .setMaster("local-cluster[%d,1,%d]".formatted(executors, EXECUTOR_MIB))
        .set("spark.executor.memory", EXECUTOR_MIB + "m")
        .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
        // A thread or two for the collector in each of so many JVMs would disturb the others.
        .set(
            "spark.executor.extraJavaOptions",
            "-XX:+UseSerialGC -D%s=%s"
                .formatted(WaitingEnvironment.SECONDS_PROPERTY, episodeSeconds))
        .set("spark.local.dir", scratch.toString())
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "localhost")
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
  }
}

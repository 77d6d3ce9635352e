package io.github.udrlpg.spark;

import io.github.udrlpg.testing.WaitingEnvironment;
import io.github.udrlpg.text.Text;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark application on this machine whose executors are processes of their own, one core each:
 * Spark's {@code local-cluster} with the class path that this JVM runs from. A distribution of
 * Spark is not needed.
 */
public final class MachineCluster {
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
    return start(
        Text.format("local-cluster[%d,1,%d]", executors, EXECUTOR_MIB),
        Text.format("-D%s=%s", WaitingEnvironment.SECONDS_PROPERTY, episodeSeconds),
        Map.of(),
        scratch);
  }

  /**
   * Starts an application with two executors.
   *
   * @param javaOption of the executors
   */
  public static JavaSparkContext startTwo(String javaOption, Path scratch) {
    return start(Text.format("local-cluster[2,1,%d]", EXECUTOR_MIB), javaOption, Map.of(), scratch);
  }

  /**
   * Starts an application whose executors are on workers of this class path, and waits until they
   * are there.
   *
   * @param master Spark's
   * @param javaOption of the executors
   * @param settings of Spark, beside those that every such application has
   * @param scratch a directory for whatever Spark keeps on disk
   */
  public static JavaSparkContext start(
      String master, String javaOption, Map<String, String> settings, Path scratch) {
    return asSparksOwnTests(
        scratch,
        () -> {
          SparkConf conf = conf(master, javaOption, scratch);
          settings.forEach(conf::set);
          return new JavaSparkContext(conf);
        });
  }

  /**
   * Lets something start processes as Spark's own tests do: from the class path of this one instead
   * of the jars below SPARK_HOME, and with no directory left behind in the working directory.
   */
  public static <T> T asSparksOwnTests(Path scratch, Supplier<T> start) {
    String testing = "spark.testing";
    String home = "spark.test.home";
    System.setProperty(testing, "1");
    System.setProperty(home, scratch.toString());
    try {
      return start.get();
    } finally {
      System.clearProperty(testing);
      System.clearProperty(home);
    }
  }

  private static SparkConf conf(String master, String javaOption, Path scratch) {
    return new SparkConf()
        .setAppName("machine-cluster")
        .setMaster(master)
        .set("spark.executor.memory", EXECUTOR_MIB + "m")
        .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
        // A thread or two for the collector in each of so many JVMs would disturb the others.
        .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC " + javaOption)
        .set("spark.local.dir", scratch.toString())
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "localhost")
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "60s");
  }
}

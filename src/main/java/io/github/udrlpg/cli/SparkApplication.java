package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.spark.RolloutPlugin;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The Spark application that a job runs as; spark-submit decides master, memory and the rest. */
final class SparkApplication {
  private static volatile boolean started;

  private SparkApplication() {}

  /** Returns the Hadoop configuration that the application will have, without starting it. */
  static Configuration hadoopConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(conf());
  }

  /** Returns what spark-submit says of the application, without starting it. */
  static SparkConf conf() {
    return new SparkConf();
  }

  /** Returns a warning if driver and executors may not see the same directory. */
  static Optional<String> storageWarning(Configuration hadoop, String directory)
      throws IOException {
    return SharedStorage.warning(
        hadoop, UserPath.of(hadoop, directory), conf().get("spark.master", "local"));
  }

  /** Prints the warning, if there is one. */
  static void warnOfStorage(Configuration hadoop, String directory) throws IOException {
    storageWarning(hadoop, directory)
        .ifPresent(warning -> System.err.println("Warning: " + warning));
  }

  /** Starts the application. */
  static JavaSparkContext start(String name) {
    return start(name, Map.of());
  }

  /**
   * Starts the application.
   *
   * @param defaults settings of Spark's, where spark-submit was told nothing else
   */
  static JavaSparkContext start(String name, Map<String, String> defaults) {
    SparkConf conf = conf();
    defaults.forEach(conf::setIfMissing);
    prepare(conf, name);
    started = true;
    return JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(conf));
  }

  /** Adds what spark-submit leaves open; whatever it was told stands. */
  static void prepare(SparkConf conf, String name) {
    // spark-submit names an application after its main class unless it is told a name.
    if (!conf.contains("spark.app.name")
        || conf.get("spark.app.name").equals(Main.class.getName())) {
      conf.setAppName(name);
    }
    retainLittle(conf);
    // No task reads what is nearer to one executor than to another.
    conf.setIfMissing("spark.locality.wait", "0s");
    if (conf.get("spark.master", "local").startsWith("local")) {
      // Spark ends a process whose task runs out of memory; here that would be the driver, which
      // has a message to give and a progress line to end.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    RolloutPlugin.addTo(conf);
  }

  /**
   * Starts the application for a moment where a job that needs no Spark has ended well in a
   * container of YARN's: whoever waits for it there takes it for failed otherwise.
   */
  static void startWhereAwaited(String name) {
    if (!started && isDriverInCluster(conf()) && conf().get("spark.master", "").equals("yarn")) {
      System.setProperty("spark.executor.instances", "0");
      System.setProperty("spark.dynamicAllocation.enabled", "false");
      start(name).close();
    }
  }

  /**
   * Makes sure that a local file can be expected where the driver runs.
   *
   * @throws InvalidInputException if it is not there because the driver is in the cluster
   */
  static void requireReadable(java.nio.file.Path file, SparkConf conf) {
    if (isDriverInCluster(conf) && !Files.isReadable(file)) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot read %s: by --deploy-mode cluster the driver runs in the cluster, where"
                      + " no such",
                  file)
              + Text.format(
                  " file is. Name one by its scheme, such as hdfs:///conf/%s. On YARN it can also"
                      + " be",
                  file.getFileName())
              + Text.format(
                  " sent along: say %1$s here and add -- --files %2$s", file.getFileName(), file));
    }
  }

  private static boolean isDriverInCluster(SparkConf conf) {
    return conf.get("spark.submit.deployMode", "client").equals("cluster");
  }

  /**
   * Lets the driver remember a few hundred jobs of a run for Spark's pages, not a thousand with all
   * their tasks. What spark-submit is told stands.
   */
  static void retainLittle(SparkConf conf) {
    conf.setIfMissing("spark.ui.retainedJobs", "200");
    conf.setIfMissing("spark.ui.retainedStages", "200");
    conf.setIfMissing("spark.ui.retainedTasks", "10000");
  }
}

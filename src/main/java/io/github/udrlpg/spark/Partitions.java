package io.github.udrlpg.spark;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;

/** Into how many tasks an iteration's policies are cut. It changes the speed, never a row. */
final class Partitions {
  private Partitions() {}

  /**
   * Returns how many there shall be.
   *
   * <p>Where executors come and go, those that happen to be there say nothing of how many there may
   * be: Spark asks for executors only while tasks wait for them, so tasks for those that are there
   * would keep it from ever asking for more. There shall be a task for every core that there may
   * come to be, or for every policy where that has no limit.
   *
   * @param asked for by the configuration; empty for as many as can run at once
   * @param parallelism as many as can run at once now
   */
  static int of(int policies, OptionalInt asked, int parallelism, SparkConf conf) {
    return Math.min(policies, asked.orElseGet(() -> atOnce(parallelism, conf)));
  }

  private static int atOnce(int parallelism, SparkConf conf) {
    boolean comeAndGo =
        conf.getBoolean("spark.dynamicAllocation.enabled", false)
            && !conf.contains("spark.default.parallelism")
            && !isLocal(conf.get("spark.master", ""));
    if (!comeAndGo) {
      return Math.max(1, parallelism);
    }
    if (!conf.contains("spark.executor.cores") && !oneCoreByDefault(conf)) {
      return Integer.MAX_VALUE;
    }
    long executors = conf.getInt("spark.dynamicAllocation.maxExecutors", Integer.MAX_VALUE);
    int slots =
        Math.max(1, conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1));
    return (int) Math.max(parallelism, Math.min(Integer.MAX_VALUE, executors * slots));
  }

  /** Elsewhere an executor takes all cores of a machine that is not known yet. */
  private static boolean oneCoreByDefault(SparkConf conf) {
    String master = conf.get("spark.master", "");
    return master.startsWith("yarn") || master.startsWith("k8s");
  }

  private static boolean isLocal(String master) {
    return master.equals("local") || master.startsWith("local[");
  }
}

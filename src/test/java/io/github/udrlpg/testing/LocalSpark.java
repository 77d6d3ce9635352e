package io.github.udrlpg.testing;

import io.github.udrlpg.text.Text;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark in this process, as tests and benchmarks want it. */
public final class LocalSpark {
  private LocalSpark() {}

  /** Returns the settings of a local Spark, which shuffles into a partition for each core. */
  public static SparkConf conf(int cores) {
    return new SparkConf()
        .setMaster(Text.format("local[%d]", cores))
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.sql.shuffle.partitions", Integer.toString(cores))
        .set("spark.driver.host", "localhost");
  }

  /** Starts a local Spark. */
  public static JavaSparkContext start(int cores) {
    return new JavaSparkContext(conf(cores));
  }
}

package io.github.udrlpg.testing;

import io.github.udrlpg.text.Text;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark in this process, as tests and benchmarks want it. */
public final class LocalSpark {
  /** Settings of Spark SQL that compiles nothing. */
  public static final Map<String, String> UNCOMPILED =
      Map.of(
          "spark.sql.codegen.wholeStage", "false", "spark.sql.codegen.factoryMode", "NO_CODEGEN");

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

  /** Returns the same for small tables: compiling what works on them takes longer than the work. */
  public static SparkConf uncompiled(int cores) {
    SparkConf conf = conf(cores);
    UNCOMPILED.forEach(conf::set);
    return conf;
  }

  /** Starts a local Spark. */
  public static JavaSparkContext start(int cores) {
    return new JavaSparkContext(conf(cores));
  }
}

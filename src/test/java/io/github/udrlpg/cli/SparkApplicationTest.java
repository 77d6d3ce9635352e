package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkApplicationTest {
  @Test
  void remembersFewJobsUnlessSparkSubmitSaysOtherwise() {
    SparkConf conf = new SparkConf(false).set("spark.ui.retainedJobs", "7");

    SparkApplication.retainLittle(conf);

    assertThat(conf.get("spark.ui.retainedJobs")).isEqualTo("7");
    assertThat(conf.get("spark.ui.retainedStages")).isEqualTo("200");
    assertThat(conf.get("spark.ui.retainedTasks")).isEqualTo("10000");
  }

  @Test
  void startsWithItsMetricsAndWaitsForNoLocality() {
    SparkConf conf = new SparkConf(false).set("spark.plugins", "org.example.Other");

    SparkApplication.prepare(conf, "name");

    assertThat(conf.get("spark.plugins"))
        .isEqualTo("org.example.Other,io.github.udrlpg.spark.RolloutPlugin");
    assertThat(conf.get("spark.locality.wait")).isEqualTo("0s");
    assertThat(conf.get("spark.app.name")).isEqualTo("name");
  }

  @Test
  void whatSparkSubmitSaysStands() {
    SparkConf conf =
        new SparkConf(false).set("spark.locality.wait", "1s").set("spark.app.name", "mine");

    SparkApplication.prepare(conf, "name");

    assertThat(conf.get("spark.locality.wait")).isEqualTo("1s");
    assertThat(conf.get("spark.app.name")).isEqualTo("mine");
    assertThat(conf.contains("spark.master")).isFalse();
    assertThat(conf.contains("spark.executor.memory")).isFalse();
  }

  @Test
  void aDriverInTheClusterIsToldThatItSeesNoLocalFiles() {
    Path file = Path.of("conf/no-such.conf");
    SparkConf inCluster = new SparkConf(false).set("spark.submit.deployMode", "cluster");

    assertThatThrownBy(() -> SparkApplication.requireReadable(file, inCluster))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot read conf/no-such.conf: by --deploy-mode cluster")
        .hasMessageContaining("hdfs:///conf/no-such.conf")
        .hasMessageEndingWith("say no-such.conf here and add -- --files conf/no-such.conf");
    SparkApplication.requireReadable(file, new SparkConf(false));
    SparkApplication.requireReadable(Path.of("conf/smoke.conf"), inCluster);
  }
}

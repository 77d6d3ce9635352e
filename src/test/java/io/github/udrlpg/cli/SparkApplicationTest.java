package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}

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
}

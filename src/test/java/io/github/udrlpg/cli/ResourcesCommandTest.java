package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ResourcesCommandTest {
  private static final String PAPER = "conf/hopper-v4-paper.conf";
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);

  @Test
  void saysWhatEverySettingIsFor() {
    assertThat(jobs.execute("resources", PAPER, "--executor-cores", "4")).as(jobs.err()).isZero();

    assertThat(jobs.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("spark.driver.memory +1g  Spark, checkpoints, .*"),
            line ->
                assertThat(line)
                    .matches("spark.driver.memoryOverhead +1g  0.4 GiB for a live buffer of .*"),
            line -> assertThat(line).matches("spark.executor.cores +4  the memory below .*"),
            line -> assertThat(line).matches("spark.executor.memory +1g  .* 4 tasks at once"),
            line ->
                assertThat(line)
                    .matches("spark.executor.memoryOverhead +512m  .*MuJoCo, 4 tasks at once"));
  }

  @Test
  void writesAFileForSparkSubmit() throws IOException {
    assertThat(
            jobs.execute(
                "resources",
                PAPER,
                "--set",
                "buffer.bucket-capacity=unlimited",
                "--format",
                "properties"))
        .as(jobs.err())
        .isZero();

    Properties properties = new Properties();
    properties.load(new StringReader(jobs.out()));
    assertThat(properties)
        .hasSize(5)
        .containsEntry("spark.driver.memoryOverhead", "3328m")
        .containsEntry("spark.executor.cores", "1");
  }

  @Test
  void wholeTrainingsNeedTheirMemoryOnExecutors() {
    assertThat(
            jobs.execute(
                "resources",
                PAPER,
                "--seeds",
                "1..3",
                "--executor-cores",
                "16",
                "--task-cpus",
                "2"))
        .as(jobs.err())
        .isZero();

    assertThat(jobs.out())
        .containsPattern("spark.driver.memoryOverhead +256m  Java and libraries")
        .containsPattern("spark.executor.memoryOverhead +2g  3 trainings at once, each 0.4 GiB");
  }

  @Test
  void refusesCoresThatFitNoTask() {
    assertThat(jobs.execute("resources", PAPER, "--task-cpus", "2")).isEqualTo(2);
    assertThat(jobs.err())
        .contains(
            "--executor-cores must be at least --task-cpus, and that at least 1, found 1 and 2");
  }
}

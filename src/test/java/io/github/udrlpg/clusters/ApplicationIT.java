package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as spark-submit runs it, with executors that have nothing but the jar. */
@Tag("clusters")
class ApplicationIT {
  @TempDir Path directory;

  @Test
  void executorsFindTheirMetricsInTheJar() throws IOException {
    Path run = directory.resolve("run");
    Path metrics = Files.createDirectory(directory.resolve("metrics"));
    List<String> command =
        train(
            run,
            "--conf",
            "spark.metrics.namespace=udrlpg",
            "--conf",
            "spark.metrics.conf.*.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
            "--conf",
            "spark.metrics.conf.*.sink.csv.period=1",
            "--conf",
            "spark.metrics.conf.*.sink.csv.directory=" + metrics);
    try (JobProcess job = JobProcess.start(command, SparkDistribution.environment(), log())) {
      assertThat(job.exitCode()).as(job.log()).isZero();
    }

    JsonNode summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
    long all = summary.get("env_steps").asLong() + summary.get("evaluation_env_steps").asLong();
    List<Long> executors =
        List.of(
            last(metrics, "udrlpg.0.", "tasks.environmentSteps"),
            last(metrics, "udrlpg.1.", "tasks.environmentSteps"));
    assertThat(executors).allSatisfy(steps -> assertThat(steps).isPositive());
    // What an executor did after its last report, at most a second before its end, is not there.
    assertThat(executors.get(0) + executors.get(1)).isBetween(all / 2, all);
    assertThat(last(metrics, "udrlpg.driver.", "run.environmentSteps"))
        .isEqualTo(summary.get("env_steps").asLong());
  }

  @Test
  void aRunThatIsToldToEndSaysHowItGoesOn() throws IOException {
    Path run = directory.resolve("run");
    Path sign = run.resolve("policies/_commits/iteration-000000003.json");
    try (JobProcess job = JobProcess.start(train(run), SparkDistribution.environment(), log())) {
      while (job.isAlive() && !Files.exists(sign)) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      job.signal("TERM");

      assertThat(job.exitCode()).as(job.log()).isEqualTo(143);
      assertThat(job.log())
          .contains("Stopped from outside. What is committed stands: --resume goes on with a run.")
          .doesNotContain("Failed:", "--verbose");
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private static List<String> train(Path run, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "jobs/train",
                "conf/smoke.conf",
                "--out",
                run.toString(),
                "--",
                "--master",
                "local-cluster[2,1,512]",
                "--conf",
                "spark.executor.memory=512m"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the last value that a sink wrote of one process' metric. */
  private static long last(Path metrics, String process, String metric) throws IOException {
    try (Stream<Path> files = Files.list(metrics)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().startsWith(process))
              .filter(path -> path.getFileName().toString().endsWith(metric + ".csv"))
              .findFirst()
              .orElseThrow();
      List<String> lines = lines(file);
      return Long.parseLong(lines.get(lines.size() - 1).split(",", -1)[1]);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

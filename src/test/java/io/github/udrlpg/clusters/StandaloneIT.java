package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jobs/train on Spark's own cluster manager, and processes of it that are killed. */
@Tag("clusters")
class StandaloneIT {
  @TempDir static Path directory;
  private static StandaloneCluster cluster;
  private static Pendulum.Expected expected;

  @BeforeAll
  static void start() throws IOException {
    cluster = StandaloneCluster.start(directory);
    expected = Pendulum.trainHere(directory.resolve("here"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void learnsTheSameWhereAnExecutorIsKilled() throws IOException {
    Path run = directory.resolve("executor-killed");
    try (JobProcess train = train(run)) {
      awaitMidRun(run, train);
      List<ProcessHandle> executors = Processes.running("CoarseGrainedExecutorBackend");
      assertThat(executors).as("one on each worker").hasSize(2);
      executors.get(0).destroyForcibly();

      assertThat(train.exitCode()).as(train.log()).isZero();
      assertThat(train.log())
          .contains("Lost executor", "Command exited with code 137")
          .contains("is a local directory, and with master " + cluster.url());
    }
    assertThat(cluster.masterLog())
        .containsPattern("Removing executor app-[\\d-]+/[01] because it is EXITED")
        .containsPattern("Launching executor app-[\\d-]+/2 on worker");
    requireExpected(run);
  }

  @Test
  void aSupervisedDriverThatIsKilledGoesOnByItself() throws IOException {
    Path run = directory.resolve("driver-killed");
    try (JobProcess submit = train(run, "--deploy-mode", "cluster", "--supervise")) {
      assertThat(submit.exitCode()).as(submit.log()).isZero();
      awaitMidRun(run, submit);
      List<ProcessHandle> drivers = Processes.running("DriverWrapper");
      assertThat(drivers).hasSize(1);
      drivers.get(0).destroyForcibly();

      Processes.await(
          "the summary",
          () -> Files.exists(run.resolve("summary.json")),
          StandaloneIT::driverOutput);
    }
    assertThat(driverOutput()).contains(" goes on in " + run + ", because a supervised driver");
    requireExpected(run);
  }

  private static JobProcess train(Path run, String... more) throws IOException {
    List<String> spark =
        new ArrayList<>(List.of("--master", cluster.url(), "--total-executor-cores", "2"));
    spark.addAll(List.of("--executor-cores", "1", "--executor-memory", "640m"));
    spark.addAll(List.of("--driver-memory", "640m"));
    spark.addAll(List.of(more));
    return JobProcess.start(
        Pendulum.command(Pendulum.CONF.toAbsolutePath().toString(), run.toString(), spark),
        SparkDistribution.environment(),
        directory.resolve(run.getFileName() + ".log"));
  }

  private static void awaitMidRun(Path run, JobProcess train) throws IOException {
    Processes.await(
        Pendulum.IN_MID_RUN,
        () -> Files.exists(run.resolve(Pendulum.IN_MID_RUN)),
        () -> train.log() + driverOutput());
  }

  /** What drivers that workers started said. */
  private static String driverOutput() {
    try (Stream<Path> files = Files.walk(directory)) {
      StringBuilder output = new StringBuilder();
      for (Path file :
          files.filter(path -> path.toString().matches(".*/driver-[\\d-]+/stderr")).toList()) {
        output.append(Files.readString(file));
      }
      return output.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void requireExpected(Path run) throws IOException {
    expected.requireSame(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()));
  }
}

package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.spark.MachineCluster;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.DisturbedEnvironment;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that die, and tasks that are outrun, in the middle of a MuJoCo episode. */
@Tag("spark")
@Tag("native")
class LostTaskTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Settings SETTINGS =
      Runs.tiny(
              "env.id=" + DisturbedEnvironment.ID,
              "rollout.policies-per-iteration=4",
              "training.warm-up-episodes=4",
              "training.max-env-steps=20000")
          .settings();

  @TempDir Path directory;
  private Path whole;
  private Path run;

  @BeforeEach
  void trainUndisturbed() throws IOException {
    whole = directory.resolve("whole");
    run = directory.resolve("run");
    Runs.open(whole, SETTINGS).train(new LocalRolloutRunner(), SILENT);
  }

  private String disturbance(String kind, int times) {
    return Text.format(
        "-XX:TieredStopAtLevel=1 -D%s=%s:%d:%s",
        DisturbedEnvironment.PROPERTY, kind, times, directory);
  }

  @Test
  @Tag("faults")
  void anExecutorThatDiesInAnEpisodeChangesNoRow() throws IOException {
    requireNoRowChangesThough(1);
  }

  @Test
  @Tag("faults")
  void executorsThatDieInAnEpisodeChangeNoRow() throws IOException {
    requireNoRowChangesThough(3);
  }

  private void requireNoRowChangesThough(int executorsDie) throws IOException {
    try (JavaSparkContext spark =
        MachineCluster.startTwo(disturbance("halt", executorsDie), directory)) {
      Runs.open(run, SETTINGS).train(new SparkRolloutRunner(spark, OptionalInt.of(4)), SILENT);
    }

    assertThat(directory.resolve("halt-" + (executorsDie - 1))).as("executors died").exists();
    requireEqual();
  }

  @Test
  @Tag("faults")
  void aTaskThatBreaksDownAgainAndAgainEndsTheRunWhichGoesOnLater() throws IOException {
    String cluster = "local-cluster[2,1,512]";
    Map<String, String> impatience = Map.of("spark.task.maxFailures", "2");
    try (JavaSparkContext spark =
        MachineCluster.start(cluster, disturbance("halt", 40), impatience, directory)) {
      assertThatThrownBy(
              () ->
                  Runs.open(run, SETTINGS)
                      .train(new SparkRolloutRunner(spark, OptionalInt.of(4)), SILENT))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining("ExecutorLostFailure");
    }
    assertThat(Dataset.rows(run)).isEmpty();

    Runs.open(run, SETTINGS).train(new LocalRolloutRunner(), SILENT);

    requireEqual();
  }

  @Test
  @Tag("faults")
  void aSpeculativeCopyThatWinsChangesNoRow() throws IOException {
    Map<String, String> speculation =
        Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "100ms",
            "spark.speculation.quantile", "0.5",
            "spark.speculation.multiplier", "1.5");
    AtomicInteger copiesThatWon = new AtomicInteger();
    try (TwoMachines machines = new TwoMachines(directory);
        JavaSparkContext spark =
            MachineCluster.start(machines.url(), disturbance("stall", 1), speculation, directory)) {
      spark.sc().addSparkListener(new WonCopies(copiesThatWon));
      Runs.open(run, SETTINGS)
          .train(
              new SparkRolloutRunner(spark, OptionalInt.of(4)),
              new TrainingListener() {
                @Override
                public void iterationFinished(IterationMetrics metrics) {
                  if (metrics.iteration() == 1) {
                    letTheOutrunTaskGoOn();
                  }
                }
              });
    }

    assertThat(copiesThatWon).hasPositiveValue();
    requireEqual();
  }

  /** It writes its files while the run goes on, for an iteration that is long committed. */
  private void letTheOutrunTaskGoOn() {
    try {
      Files.createFile(directory.resolve(DisturbedEnvironment.GO_ON));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireEqual() throws IOException {
    assertThat(Fingerprint.of(run)).isEqualTo(Fingerprint.of(whole));
    List<String> committed =
        Dataset.open(run).commits().stream()
            .flatMap(commit -> commit.files().stream())
            .map(file -> file.path())
            .sorted()
            .toList();
    assertThat(Runs.files(run.resolve("policies")))
        .filteredOn(name -> name.endsWith(".parquet"))
        .as("nothing is left of attempts that did not count")
        .isEqualTo(committed);
  }

  private static final class WonCopies extends SparkListener {
    private final AtomicInteger count;

    WonCopies(AtomicInteger count) {
      this.count = count;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.taskInfo().speculative() && end.taskInfo().successful()) {
        count.incrementAndGet();
      }
    }
  }
}

package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.run.TrainingOutcome.Status;
import io.github.udrlpg.testing.BreakingEnvironment;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.testing.Serializers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
@Tag("native")
class SparkTrainingsTest {
  @TempDir Path directory;

  @AfterEach
  void mend() {
    BreakingEnvironment.breakAfter(Long.MAX_VALUE);
  }

  @Test
  void aTaskThatBreaksDownIsTriedAgainAndGoesOnFromItsCheckpoint() throws IOException {
    assertThat(run("local[1]", job("whole", 1)))
        .containsExactly(new TrainingOutcome(path("whole"), Status.FINISHED, ""));
    BreakingEnvironment.breakAfter(40);

    List<TrainingOutcome> outcomes = run("local[1,2]", job("broken", 1));

    assertThat(outcomes).containsExactly(new TrainingOutcome(path("broken"), Status.FINISHED, ""));
    assertThat(Dataset.rows(directory.resolve("broken")))
        .isEqualTo(Dataset.rows(directory.resolve("whole")))
        .isNotEmpty();
    // Iterations of both attempts stand side by side, each attempt under a writer of its own.
    assertThat(
            Runs.files(directory.resolve("broken/policies")).stream()
                .map(SparkTrainingsTest::writer)
                .distinct())
        .hasSizeGreaterThan(2);
  }

  private static String writer(String file) {
    return file.replaceFirst(".*writer=(\\w+)/.*", "$1").replaceFirst("_commits/.*", "");
  }

  @Test
  void oneThatFailsForGoodIsReportedWithItsCauseAndEndsNoOther() throws IOException {
    BreakingEnvironment.breakAfter(40);

    List<TrainingOutcome> outcomes = run("local[1]", job("first", 1), job("second", 2));

    assertThat(outcomes)
        .containsExactly(
            new TrainingOutcome(
                path("first"), Status.FAILED, "IllegalStateException: the process was hit"),
            new TrainingOutcome(path("second"), Status.FINISHED, ""));
  }

  @Test
  void whatTryingAgainCannotHelpIsNotTriedAgain() throws IOException {
    Files.writeString(Files.createDirectory(directory.resolve("taken")).resolve("thesis"), "here");

    List<TrainingOutcome> outcomes = run("local[1,4]", job("taken", 1));

    assertThat(outcomes)
        .containsExactly(
            new TrainingOutcome(
                path("taken"),
                Status.INVALID,
                path("taken")
                    + " is not empty and holds no run: name a new or an empty directory"));
  }

  @Test
  void jobsAndOutcomesTravel() {
    TrainingJob job = job("there", 1);
    TrainingOutcome outcome = new TrainingOutcome("there", Status.FAILED, "a cause");

    assertThat(Serializers.java(job)).isEqualTo(job);
    assertThat(
            TaskResultBytes.decode(
                (byte[]) Serializers.kryo(TaskResultBytes.encode(outcome)), TrainingOutcome.class))
        .isEqualTo(outcome);
  }

  private List<TrainingOutcome> run(String master, TrainingJob... jobs) {
    try (JavaSparkContext spark =
        new JavaSparkContext(
            LocalSpark.conf(1)
                .setMaster(master)
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer"))) {
      return new SparkTrainings(spark)
          .run(List.of(jobs), new Configuration(), (done, running) -> {});
    }
  }

  private TrainingJob job(String name, long seed) {
    return new TrainingJob(
        name,
        path(name),
        Runs.tiny(
                "run.seed=" + seed,
                "env.id=" + BreakingEnvironment.ID,
                "returns.min=0",
                "returns.max=20",
                "training.max-env-steps=400",
                "evaluation.every-env-steps=100",
                "evaluation.extensive-every-env-steps=200",
                "checkpoint.every-iterations=2")
            .json(),
        400,
        Map.of("udrlpg-spark", "test"),
        true,
        Map.of());
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}

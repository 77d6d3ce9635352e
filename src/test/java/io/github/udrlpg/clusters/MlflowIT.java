package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.run.WholeTraining;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import io.github.udrlpg.tracking.MlflowTracking;
import io.github.udrlpg.tracking.TrackedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs tell a real MLflow server, read back over its own interface. */
@Tag("clusters")
class MlflowIT {
  @TempDir Path directory;

  @Test
  void trainTellsOfARunAndOfItsContinuation() throws Exception {
    try (MlflowServer server = start()) {
      Path run = directory.resolve("run");
      List<String> command =
          List.of(
              "jobs/train",
              Runs.tinyFile(directory).toString(),
              "--out",
              run.toString(),
              "--set",
              Runs.SWIMMER,
              "--set",
              Text.format("tracking.mlflow-uri=\"%s\"", server.address()),
              "--set",
              "tracking.mlflow-experiment=tiny");
      train(command);

      JsonNode told = only(server.runs("tiny"));
      assertThat(told.at("/info/status").asText()).isEqualTo("FINISHED");
      assertThat(told.at("/info/run_name").asText()).startsWith("Swimmer-v4-seed1-");
      assertThat(pairs(told, "params"))
          .containsEntry("env.id", "Swimmer-v4")
          .containsEntry("policy.hidden-sizes", "[16]")
          .containsEntry("training.max-env-steps", "24000")
          .doesNotContainKey("tracking.mlflow-uri");
      assertThat(pairs(told, "tags"))
          .containsEntry("udrlpg.version.mujoco", "3.14.0")
          .containsEntry("mlflow.source.name", "udrlpg-spark")
          .containsKey("mlflow.source.git.commit");
      assertSameIterations(server, told, run);
      assertThat(server.history(told, "evaluation/final/mean_return")).hasSize(1);
      assertThat(server.history(told, "summary/env_steps").get(0).path("value").asDouble())
          .isEqualTo(24000);
      assertThat(server.artifact(told, "report/index.html"))
          .isEqualTo(Files.readString(run.resolve("report/index.html")));
      assertThat(server.artifact(told, "summary.json"))
          .isEqualTo(Files.readString(run.resolve("summary.json")));

      List<String> longer = new ArrayList<>(command);
      longer.addAll(List.of("--resume", "--set", "training.max-env-steps=28000"));
      train(longer);

      JsonNode continued = only(server.runs("tiny"));
      assertThat(continued.at("/info/run_id")).isEqualTo(told.at("/info/run_id"));
      assertThat(continued.at("/info/status").asText()).isEqualTo("FINISHED");
      assertThat(pairs(continued, "tags")).containsEntry("udrlpg.max-env-steps", "28000");
      assertSameIterations(server, continued, run);
    }
  }

  @Test
  void runsThatAreTrainedWholeTellOfThemselves() throws Exception {
    try (MlflowServer server = start()) {
      TrainingJob job =
          new TrainingJob(
              "whole",
              directory.resolve("whole").toUri().toString(),
              Runs.tiny(Text.format("tracking.mlflow-uri=\"%s\"", server.address())).json(),
              24000,
              Map.of("mujoco", "3.14.0"),
              true,
              Map.of("udrlpg.trial", "7"));
      assertThat(WholeTraining.run(job, new Configuration(), 1).status())
          .isEqualTo(TrainingOutcome.Status.FINISHED);

      JsonNode told = only(server.runs("udrlpg-spark"));
      assertThat(told.at("/info/status").asText()).isEqualTo("FINISHED");
      assertSameIterations(server, told, directory.resolve("whole"));
    }
  }

  @Test
  void runsOfTrialsStandBelowTheirSweep() throws Exception {
    try (MlflowServer server = start()) {
      Path sweep = directory.resolve("sweep.conf");
      Files.writeString(
          sweep,
          Text.format(
              """
              include "%s"
              env.id = "Swimmer-v4"
              tracking { mlflow-uri = "%s", mlflow-experiment = sweeps }
              sweep {
                question = "Does tracking work?"
                seeds = "1..2"
                strategy = grid
                space { "rollout.noise" { grid = [0.1, 0.2] } }
              }
              """,
              Runs.tinyFile(directory), server.address()));
      train(List.of("jobs/sweep", sweep.toString(), "--out", directory.resolve("out").toString()));

      Map<Boolean, List<JsonNode>> runs =
          server.runs("sweeps").stream()
              .collect(
                  Collectors.partitioningBy(
                      run -> pairs(run, "tags").containsKey("mlflow.parentRunId")));
      JsonNode parent = only(runs.get(false));
      assertThat(parent.at("/info/status").asText()).isEqualTo("FINISHED");
      assertThat(pairs(parent, "params"))
          .containsEntry("sweep.seeds", "1..2")
          .containsKey("sweep.space.rollout.noise")
          .doesNotContainKeys("rollout.noise", "run.seed");
      assertThat(last(parent, "sweep/runs").path("value").asInt()).isEqualTo(4);
      assertThat(server.artifact(parent, "report/index.html"))
          .isEqualTo(Files.readString(directory.resolve("out/report/index.html")));
      assertThat(runs.get(true))
          .hasSize(4)
          .allSatisfy(
              run -> {
                assertThat(run.at("/info/status").asText()).isEqualTo("FINISHED");
                assertThat(pairs(run, "tags"))
                    .containsEntry("mlflow.parentRunId", parent.at("/info/run_id").asText());
              })
          .extracting(
              run -> pairs(run, "tags").get("udrlpg.trial"),
              run -> pairs(run, "params").get("rollout.noise"))
          .containsExactlyInAnyOrder(
              tuple("0", "0.1"), tuple("0", "0.1"), tuple("1", "0.2"), tuple("1", "0.2"));
    }
  }

  @Test
  void aServerThatComesLateIsToldEverything() throws Exception {
    int port = MlflowServer.freePort();
    List<String> warnings = new ArrayList<>();
    MlflowTracking tracking =
        MlflowTracking.start(
            "http://127.0.0.1:" + port,
            "late",
            Map.of(),
            new TrackedRun(
                "late",
                new Configuration(),
                new org.apache.hadoop.fs.Path(directory.toUri()),
                Map.of("key", "value"),
                Map.of("mlflow.note.content", "late")),
            Duration.ofMinutes(4),
            new TrainingListener() {
              @Override
              public void warning(String message) {
                warnings.add(message);
              }
            });
    for (int i = 0; i < 300; i++) {
      tracking.iterationFinished(row(i));
    }
    try (MlflowServer server = MlflowServer.start(directory.resolve("server"), port)) {
      tracking.close();

      JsonNode told = only(server.runs("late"));
      assertThat(told.at("/info/status").asText()).isEqualTo("FAILED");
      assertThat(pairs(told, "params")).containsEntry("key", "value");
      JsonNode last = last(told, "iteration/mean_return");
      assertThat(last.path("value").asDouble()).isEqualTo(598);
      assertThat(last.path("step").asLong()).isEqualTo(2990);
      assertThat(last(told, "iteration/policies").path("value").asDouble()).isEqualTo(8);
      assertThat(warnings)
          .singleElement()
          .asString()
          .contains("does not answer", "trying again while the run goes on");
    }
  }

  private MlflowServer start() throws IOException, InterruptedException {
    return MlflowServer.start(directory.resolve("server"), MlflowServer.freePort());
  }

  private void train(List<String> command) throws IOException {
    try (JobProcess job = JobProcess.start(command, directory.resolve("job.log"))) {
      assertThat(job.exitCode()).as(job.log()).isZero();
      assertThat(job.log()).doesNotContain("Warning: MLflow", "Tracking by MLflow");
    }
  }

  private static void assertSameIterations(MlflowServer server, JsonNode told, Path run)
      throws IOException, InterruptedException {
    List<IterationMetrics> rows =
        RunMetrics.open(
                new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("metrics").toUri()))
            .iterations()
            .read();
    assertThat(rows).hasSizeGreaterThan(5);
    List<JsonNode> history = server.history(told, "iteration/mean_return");
    assertThat(history).hasSize(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      assertThat(history.get(i).path("step").asLong()).isEqualTo(rows.get(i).envSteps());
      assertThat(history.get(i).path("value").asDouble()).isEqualTo(rows.get(i).meanReturn());
    }
    assertThat(RunDirectory.open(new Configuration(), hadoop(run)).run())
        .isEqualTo(told.at("/info/run_name").asText());
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static IterationMetrics row(int i) {
    return new IterationMetrics(
        i, 10L * i, i, 8, 1, 2.0 * i, 3, 0.5, 0.6, 0, 1, Double.NaN, 100, 0.1, 0.2, 0.3);
  }

  private static JsonNode only(List<JsonNode> runs) {
    assertThat(runs).hasSize(1);
    return runs.get(0);
  }

  private static Map<String, String> pairs(JsonNode run, String kind) {
    Map<String, String> pairs = new TreeMap<>();
    run.at("/data/" + kind)
        .forEach(pair -> pairs.put(pair.path("key").asText(), pair.path("value").asText()));
    return pairs;
  }

  private static JsonNode last(JsonNode run, String metric) {
    for (JsonNode found : run.at("/data/metrics")) {
      if (found.path("key").asText().equals(metric)) {
        return found;
      }
    }
    throw new AssertionError("There is no metric " + metric);
  }
}

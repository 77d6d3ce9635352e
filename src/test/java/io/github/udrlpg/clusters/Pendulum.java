package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.RunEnding;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A run that learns to balance the pendulum to the end within a minute, on whatever it runs. */
final class Pendulum {
  static final Path CONF = Path.of("conf/inverted-pendulum-v4.conf");

  /** A commit in the middle of the run, after a checkpoint. */
  static final String IN_MID_RUN = "policies/_commits/iteration-000000007.json";

  private static final List<String> OVERRIDES =
      List.of("training.max-env-steps=8000", "checkpoint.every-iterations=5");

  private Pendulum() {}

  /** Returns the command that trains it. */
  static List<String> command(String conf, String out, List<String> sparkSubmit) {
    List<String> command = new ArrayList<>(List.of("jobs/train", conf, "--out", out));
    for (String override : OVERRIDES) {
      command.addAll(List.of("--set", override));
    }
    command.add("--");
    command.addAll(sparkSubmit);
    return command;
  }

  /** Trains it in this thread, without Spark, and returns what it has become. */
  static Expected trainHere(Path run) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(run.toUri());
    Configuration hadoop = new Configuration();
    RunDirectory directory =
        RunDirectory.create(hadoop, path, ConfigLoader.load(CONF, OVERRIDES), Map.of());
    TrainingRun training = directory.training();
    directory.begin();
    TrainingListener silent = new TrainingListener() {};
    new RunEnding(directory, training, training.train(new LocalRolloutRunner(), silent))
        .write(List.of(), undrawn -> {});
    return new Expected(Fingerprint.of(hadoop, path), rows(hadoop, path), summary(hadoop, path));
  }

  private static List<String> rows(Configuration hadoop, org.apache.hadoop.fs.Path run)
      throws IOException {
    return Dataset.rows(Dataset.open(hadoop, run));
  }

  private static JsonNode summary(Configuration hadoop, org.apache.hadoop.fs.Path run)
      throws IOException {
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(run, "summary.json");
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return new ObjectMapper().readTree(in);
    }
  }

  /**
   * What every run of it becomes.
   *
   * @param fingerprint of generator, optimiser, statistics, live policies and rows
   * @param rows that it committed
   * @param summary as its file says
   */
  record Expected(Map<String, String> fingerprint, List<String> rows, JsonNode summary) {

    /** Makes sure that a run has learnt, and is this one to the last bit. */
    void requireSame(Configuration hadoop, org.apache.hadoop.fs.Path run) throws IOException {
      JsonNode found = Pendulum.summary(hadoop, run);
      assertThat(found.at("/final_return/mean").asDouble()).isEqualTo(1000);
      for (String field :
          List.of("run", "env_steps", "episodes", "iterations", "final_return", "best_policy")) {
        assertThat(found.get(field)).as(field).isNotNull().isEqualTo(summary.get(field));
      }
      assertThat(Pendulum.rows(hadoop, run)).isNotEmpty().isEqualTo(rows);
      assertThat(Fingerprint.of(hadoop, run)).isEqualTo(fingerprint);
    }
  }
}

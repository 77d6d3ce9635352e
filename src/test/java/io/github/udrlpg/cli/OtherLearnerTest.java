package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner that somebody has added, as a user meets it: RandomSearch among the tests' helpers. */
@Tag("spark")
@Tag("native")
class OtherLearnerTest {
  private static final String LEARNER = "training.learner=random-search";

  @TempDir Path directory;

  @Test
  void theJobsKnowItToo() throws IOException {
    CommandLineRunner jobs = new CommandLineRunner(Main::run);
    jobs.useLocalSpark(2);
    try {
      Path conf = Runs.tinyFile(directory);
      Path run = directory.resolve("run");
      assertThat(jobs.execute("train", conf, "--out", run, "--set", LEARNER)).isZero();
      JsonNode summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
      assertThat(summary.at("/max_return").asDouble()).isFinite();
      assertThat(run.resolve("report/index.html")).isRegularFile();
      assertThat(jobs.execute("evaluate", run, "--episodes", 2)).as(jobs.err()).isZero();
      Path exported = directory.resolve("policy.npz");
      assertThat(jobs.execute("export", run, "--out", exported)).as(jobs.err()).isZero();

      Path sweep =
          Files.writeString(
              directory.resolve("sweep.conf"),
              """
              include "tiny.conf"
              training.learner = random-search
              training.max-env-steps = 4000
              sweep { question = "Does it?", seeds = "1..2", strategy = grid }
              sweep.space { "rollout.noise" { grid = [0.1, 0.5] } }
              """);
      assertThat(jobs.execute("sweep", sweep, "--out", directory.resolve("sweep")))
          .as(jobs.err())
          .isZero();
      assertThat(jobs.out()).contains("Best in return: trial ");

      assertThat(
              jobs.execute("train", conf, "--out", run, "--resume", "--set", "training.learner=x"))
          .isEqualTo(2);
      Path other = directory.resolve("other");
      assertThat(jobs.execute("train", conf, "--out", other, "--set", "training.learner=udrlgp"))
          .isEqualTo(2);
      assertThat(jobs.err())
          .contains("unknown learner 'udrlgp'. Did you mean 'udrlpg'?", "random-search, udrlpg");
      assertThat(other).doesNotExist();
    } finally {
      jobs.forgetSpark();
    }
  }
}

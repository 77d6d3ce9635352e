package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
@Tag("native")
class FitOfflineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);

  @TempDir Path directory;

  @BeforeEach
  void useLocalSpark() {
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void forgetSpark() {
    jobs.forgetSpark();
  }

  private Path train() throws IOException {
    Path run = directory.resolve("run");
    Runs.train(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()));
    return run;
  }

  @Test
  void makesARunOfADatasetThatCanBeEvaluated() throws IOException {
    Path run = train();
    Path compacted = directory.resolve("dataset");
    Compacted.make(new Configuration(), Compacted.request(compacted, run));
    Path of = directory.resolve("of-run");
    Path ofCompacted = directory.resolve("of-compacted");

    int code = jobs.execute("fit-offline", run, "--out", of, "--updates", 150);
    assertThat(jobs.err()).contains("update 150 of 150 | loss ");
    assertThat(code).isZero();
    JsonNode summary = JSON.readTree(jobs.out());
    assertThat(summary.path("env_id").asText()).isEqualTo("Swimmer-v4");
    assertThat(summary.path("env_steps").asLong()).isZero();
    assertThat(summary.at("/final_return/episodes").asInt()).isEqualTo(2);
    assertThat(Files.readString(of.resolve("report/index.html"))).contains("identity");
    JsonNode offline = JSON.readTree(of.resolve("offline.json").toFile());
    assertThat(offline.path("restated").asBoolean()).isTrue();
    assertThat(offline.path("losses")).hasSize(2);

    assertThat(jobs.execute("fit-offline", compacted, "--out", ofCompacted, "--updates", 150))
        .as(jobs.err())
        .isZero();
    assertThat(
            JSON.readTree(ofCompacted.resolve("offline.json").toFile()).at("/losses/1/mean_loss"))
        .isEqualTo(offline.at("/losses/1/mean_loss"));

    assertThat(jobs.execute("evaluate", of, "--commands", "0.5", "--episodes", 1))
        .as(jobs.err())
        .isZero();
    assertThat(jobs.out()).contains("0.500");
  }

  @Test
  void whatIsWrongIsSaidInOneMessage() throws IOException {
    Path out = directory.resolve("out");
    assertThat(jobs.execute("fit-offline", directory, "--out", out)).isEqualTo(2);
    assertThat(jobs.err())
        .contains("There is no dataset in ")
        .contains("it has neither run.json nor group.json nor _card.json");
    Path run = train();
    assertThat(jobs.execute("fit-offline", run, "--out", out, "--updates", 0)).isEqualTo(2);
    assertThat(jobs.err()).contains("--updates must be positive, found 0");
    assertThat(jobs.execute("fit-offline", run, "--out", run)).isEqualTo(2);
    assertThat(jobs.err()).contains("already holds a run");
    assertThat(
            jobs.execute(
                "fit-offline", run, "--out", out, "--set", "env.id=Hopper-v4", "--updates", 1))
        .isEqualTo(2);
    assertThat(jobs.err()).contains("are of [Swimmer-v4], the configuration's env.id is Hopper-v4");
    assertThat(out).doesNotExist();
  }
}

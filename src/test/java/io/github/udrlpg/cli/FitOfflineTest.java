package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(summary.path("env_id").asText()).isEqualTo("BriefSwimmer-v0");
    assertThat(summary.path("env_steps").asLong()).isZero();
    assertThat(summary.at("/final_return/episodes").asInt()).isEqualTo(2);
    assertThat(Files.readString(of.resolve("report/index.html")))
        .contains("Identity curve", "<h2>Loss</h2>", "24 policies in the dataset", "of it updates")
        .doesNotContain("Learning curve");
    assertThat(of.resolve("report/loss.png")).exists();
    JsonNode offline = JSON.readTree(of.resolve("offline.json").toFile());
    assertThat(offline.path("restated").asBoolean()).isTrue();
    assertThat(offline.path("losses")).hasSize(2);

    assertThat(
            jobs.execute(
                "fit-offline",
                compacted,
                "--out",
                ofCompacted,
                "--updates",
                150,
                "--set",
                "calibration.share=0.4"))
        .as(jobs.err())
        .isZero();
    assertThat(JSON.readTree(jobs.out()).path("env_steps").asLong()).isEqualTo(9000);
    assertThat(Runs.files(ofCompacted.resolve("model/data")))
        .anySatisfy(
            file ->
                assertThat(
                        Files.readString(
                            ofCompacted.resolve("model/data").resolve(file),
                            StandardCharsets.ISO_8859_1))
                    .contains("calibration.command"));
    assertThat(
            JSON.readTree(ofCompacted.resolve("offline.json").toFile()).at("/losses/1/mean_loss"))
        .isEqualTo(offline.at("/losses/1/mean_loss"));

    assertThat(jobs.execute("evaluate", of, "--commands", "0.5", "--episodes", 1))
        .as(jobs.err())
        .isZero();
    assertThat(jobs.out()).contains("0.500");
  }

  @Test
  void aRunOfADatasetAloneIsNotTrainedFurther() throws IOException {
    Path of = directory.resolve("of-run");
    assertThat(jobs.execute("fit-offline", train(), "--out", of, "--updates", 2))
        .as(jobs.err())
        .isZero();
    String summary = Files.readString(of.resolve("summary.json"));
    for (Object[] arguments :
        List.<Object[]>of(
            new Object[] {"train", "--out", of, "--resume"},
            new Object[] {"train", Runs.tinyFile(directory), "--out", of, "--resume"})) {
      assertThat(jobs.execute(arguments)).isEqualTo(2);
      assertThat(jobs.err())
          .contains("Cannot resume " + of + ": by its offline.json jobs/fit-offline trained")
          .contains("Train longer by jobs/fit-offline --updates into a new directory");
    }
    assertThat(Files.readString(of.resolve("summary.json"))).isEqualTo(summary);
    assertThat(jobs.execute("fit-offline", of, "--out", directory.resolve("again"))).isEqualTo(2);
    assertThat(jobs.err()).contains(of + " holds no committed policies");
  }

  @Test
  @Tag("faults")
  void aGroupOfSeedsIsOneDatasetAndASeedThatHasNotBegunIsLeftOut() throws IOException {
    Path conf = Runs.tinyFile(directory);
    Path group = directory.resolve("group");
    List<Object> arguments = new ArrayList<>(List.of("train", conf, "--out", group));
    for (String set : Runs.instant()) {
      arguments.addAll(List.of("--set", set));
    }
    arguments.addAll(List.of("--seeds", "1..3"));
    assertThat(jobs.execute(arguments.toArray())).as(jobs.err()).isZero();
    // A group that is being trained, whose last seed waits for a core.
    org.apache.hadoop.fs.Path waiting =
        new org.apache.hadoop.fs.Path(group.resolve("seed-3").toUri());
    assertThat(waiting.getFileSystem(new Configuration()).delete(waiting, true)).isTrue();
    int rows =
        Dataset.rows(group.resolve("seed-1")).size() + Dataset.rows(group.resolve("seed-2")).size();

    Path of = directory.resolve("of-group");
    assertThat(
            jobs.execute(
                "fit-offline",
                group,
                "--out",
                of,
                "--updates",
                5,
                "--set",
                "buffer.bucket-capacity=unlimited"))
        .as(jobs.err())
        .isZero();
    assertThat(jobs.err()).contains("seed-3 has not begun and is left out");
    JsonNode offline = JSON.readTree(of.resolve("offline.json").toFile());
    assertThat(offline.path("policies").asInt()).isEqualTo(rows).isEqualTo(120);
  }

  @Test
  void runsWhoseCommandsMeanSeveralThingsAreRefused() throws IOException {
    Path one = train();
    Path other = directory.resolve("other");
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(other.toUri()),
        "returns.max=400",
        "training.max-env-steps=4000");
    Path both = directory.resolve("both");
    Compacted.make(new Configuration(), Compacted.request(both, one, other));
    Path out = directory.resolve("out");
    assertThat(jobs.execute("fit-offline", both, "--out", out)).isEqualTo(2);
    assertThat(jobs.err())
        .contains("The runs of " + both + " differ in what a command means:")
        .containsPattern("returns.max: (365|400) in run \\S+, (365|400) in run ")
        .contains("name one of them, or a dataset that jobs/compact made of such alone");
    assertThat(jobs.execute("fit-offline", one, "--out", out, "--set", "returns.max=400"))
        .isEqualTo(2);
    assertThat(jobs.err()).contains("returns.max: 365 in run ", ", 400 in the configuration");
    assertThat(out).doesNotExist();
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
    assertThat(jobs.err())
        .contains("already holds a run: name a new or an empty directory")
        .doesNotContain("--resume");
    assertThat(
            jobs.execute(
                "fit-offline", run, "--out", out, "--set", "env.id=Hopper-v4", "--updates", 1))
        .isEqualTo(2);
    assertThat(jobs.err())
        .contains("env.id: BriefSwimmer-v0 in run ", ", Hopper-v4 in the configuration")
        .contains("Leave these keys as the run has them");
    assertThat(out).doesNotExist();
  }
}

package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.testing.BreakingEnvironment;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.ExtremeEnvironment;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cases C7 and C8 from end to end: diverged episodes are no returns, and any return is drawn. */
@Tag("spark")
class DivergedEpisodesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private Path run;

  @BeforeEach
  void prepare() {
    run = directory.resolve("run");
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  private int train(String environment, String... more) {
    return jobs.execute(
        Stream.concat(
                Stream.of("train", Runs.tinyFile(directory).toString(), "--out", run.toString()),
                Stream.concat(
                        Stream.of(
                            "env.id=" + environment,
                            "rollout.policies-per-iteration=8",
                            "training.max-env-steps=700",
                            "training.warm-up-episodes=20",
                            "training.updates-per-episode=1",
                            "evaluation.every-env-steps=200",
                            "evaluation.extensive-every-env-steps=400"),
                        Stream.of(more))
                    .flatMap(override -> Stream.of("--set", override)))
            .toArray());
  }

  @Test
  void c7ARunOfNothingButDivergedEpisodesFailsAndKeepsWhatItStored() throws IOException {
    assertThat(train(ExtremeEnvironment.DIVERGING, "returns.min=-5", "returns.max=0")).isEqualTo(1);

    assertThat(jobs.err())
        .contains("Failed: ", "The last ", " episodes of Diverging-v0 all diverged (")
        .contains("The first was of policy 0-0: observation[0] was Infinity in step 1. ")
        .contains("What was stored stays. Mend the environment")
        .doesNotContain("\tat ");
    assertThat(run.resolve("summary.json")).doesNotExist();
    assertThat(Runs.files(run)).anyMatch(name -> name.startsWith("policies/iteration=0/"));
    assertNoTextForNumbers(directory);
    assertThat(jobs.execute("replay", run, "--policy", "0-0")).as(jobs.err()).isZero();
    assertThat(jobs.execute("train", "--out", run, "--resume")).isEqualTo(1);
    assertThat(jobs.err()).contains("episodes of Diverging-v0 all diverged");
  }

  @Test
  void c7AShortRunFailsAtItsEnd() {
    assertThat(
            train(
                ExtremeEnvironment.DIVERGING,
                "returns.min=-5",
                "returns.max=0",
                "training.max-env-steps=40"))
        .isEqualTo(1);

    assertThat(jobs.err()).contains("Diverging-v0 all diverged (", "of the run's ");
  }

  @Test
  @Tag("faults")
  void c7ManyDivergedEpisodesAreWarnedOfAndCountNowhere() throws IOException {
    assertThat(train(ExtremeEnvironment.UNSTEADY, "returns.min=-8", "returns.max=-2"))
        .as(jobs.err())
        .isZero();

    JsonNode summary = JSON.readTree(run.resolve("summary.json").toFile());
    int diverged = summary.path("diverged_episodes").asInt();
    assertThat(diverged).isBetween(summary.path("episodes").asInt() / 10 + 1, 130);
    String warning =
        Text.format(
            "%d of %d training episodes diverged: their returns count nowhere",
            diverged, summary.path("episodes").asInt());
    assertThat(jobs.err()).contains("Warning: " + warning);
    assertThat(Files.readString(run.resolve("report/index.html"))).contains(warning);
    assertThat(summary.path("warnings").get(0).asText()).startsWith(warning);
    // No sound episode earns more than −2.5 of its five steps, a diverged one earns nothing: 0.
    assertThat(summary.path("max_return").asDouble()).isLessThanOrEqualTo(-2.5);
    RunMetrics metrics =
        RunMetrics.open(
            new Configuration(), new org.apache.hadoop.fs.Path(run.resolve("metrics").toUri()));
    List<EvaluationMetrics> evaluations = metrics.evaluations().read();
    assertThat(evaluations).anyMatch(row -> row.divergedEpisodes() > 0);
    assertThat(evaluations)
        .allSatisfy(
            row -> {
              if (row.isMeasured()) {
                assertThat(row.maxReturn()).isLessThanOrEqualTo(-2.5);
                assertThat(row.meanLength()).isEqualTo(5);
              } else {
                assertThat(row.meanReturn()).isNaN();
                assertThat(row.standardDeviation()).isNaN();
              }
            });
    assertThat(metrics.iterations().read())
        .extracting(IterationMetrics::maxReturn)
        .allMatch(value -> value.isNaN() || value <= -2.5);
    assertEvaluateTells();
    assertAnalysisLeavesThemOut();
    assertNoTextForNumbers(directory);
  }

  private void assertEvaluateTells() {
    assertThat(jobs.execute("evaluate", run, "--commands", "0,1", "--episodes", "12"))
        .as(jobs.err())
        .isZero();
    assertThat(jobs.err()).containsPattern("Warning: \\d+ of 24 episodes diverged and count in no");
    assertThat(jobs.out()).doesNotContain("NaN", "Infinity");
  }

  private void assertAnalysisLeavesThemOut() throws IOException {
    Path out = directory.resolve("analysis");
    assertThat(jobs.execute("analyze", run, "--out", out)).as(jobs.err()).isZero();
    JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
    assertThat(summary.path("diverged_policies").asInt()).isPositive();
    assertThat(summary.path("returns"))
        .allMatch(bucket -> bucket.path("mean_return").asDouble() <= -2.5);
    assertThat(Files.readString(out.resolve("index.html")))
        .contains("have an episode that diverged, so no return, and are left out");
    Path dataset = directory.resolve("dataset");
    assertThat(jobs.execute("compact", run, "--out", dataset)).as(jobs.err()).isZero();
    assertThat(
            JSON.readTree(dataset.resolve("_card.json").toFile())
                .at("/runs/0/mean_return/max")
                .asDouble())
        .isLessThanOrEqualTo(-2.5);
  }

  @Test
  void oneEpisodeGivesNoIntervalAndWhatCannotBeStoredIsSaid() throws IOException {
    assertThat(
            train(
                BreakingEnvironment.ID,
                "returns.min=0",
                "returns.max=20",
                "training.max-env-steps=300"))
        .as(jobs.err())
        .isZero();
    // What stands in the way of a directory, as a read-only file system does, for root as well.
    Files.writeString(run.resolve("evaluations"), "in the way");

    assertThat(jobs.execute("evaluate", run, "--commands", "1", "--episodes", "1", "--print-only"))
        .as(jobs.err())
        .isZero();
    assertThat(jobs.out()).contains(" – ").doesNotContain("NaN");
    assertThat(jobs.err()).contains("One episode gives no interval: ask for more with --episodes.");
    int exitCode = jobs.execute("evaluate", run, "--commands", "0.5", "--episodes", "9");
    assertThat(exitCode).isEqualTo(1);
    assertThat(jobs.out()).contains("   0.500 ");
    assertThat(jobs.err())
        .contains("Not stored in ", "What is printed above stands; --print-only stores nothing")
        .doesNotContain("Stored in ", "\tat ");
    assertThat(jobs.execute("evaluate", run, "--commands", "0.5", "--print-only"))
        .as(jobs.err())
        .isZero();
    assertThat(jobs.err()).doesNotContain("tored in");
  }

  @Test
  @Timeout(120)
  void c8ReturnsOfAnySizeEndWithASummaryAndPictures() throws IOException {
    assertThat(
            train(
                ExtremeEnvironment.RUINOUS,
                "returns.min=-1e49",
                "returns.max=0",
                "training.max-env-steps=300"))
        .as(jobs.err())
        .isZero();

    assertThat(jobs.err()).doesNotContain("was not drawn");
    assertThat(
            JSON.readTree(run.resolve("summary.json").toFile()).at("/final_return/mean").asDouble())
        .isBetween(-6e48, -4e48);
    assertThat(Runs.files(run)).contains("report/learning-curve.png", "report/identity-curve.png");
    assertThat(Files.readString(run.resolve("report/index.html")))
        .contains("e48")
        .doesNotContain("could not draw the picture");
    assertNoTextForNumbers(directory);
  }

  /** Whatever is JSON has numbers or null; a checkpoint's own scalars are in another format. */
  private static void assertNoTextForNumbers(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .forEach(
              file -> {
                try {
                  assertThat(Files.readString(file))
                      .as("%s", file)
                      .doesNotContain("Infinity")
                      .doesNotContain("NaN");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

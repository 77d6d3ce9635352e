package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps as a user meets them. */
@Tag("spark")
@Tag("native")
class SweepCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private Path out;

  @BeforeEach
  void prepare() {
    out = directory.resolve("sweep");
    Runs.tinyFile(directory);
    jobs.useLocalSpark(2);
  }

  @AfterEach
  void cleanUp() {
    jobs.forgetSpark();
  }

  @Test
  void searchesAGridRecordsWhatFailsAndWritesTheBest() throws IOException {
    Path file =
        sweep(
            "grid",
            """
            "rollout.noise" { grid = [0.05, 0.5] }
            "generator.learning-rate" { grid = [1e-3, 1e38] }
            "buffer.weighting" { choice = [exp, uniform] }
            """);
    Path best = directory.resolve("best.conf");

    assertThat(jobs.execute(sweep(file, "--best", best))).as(jobs.err()).isEqualTo(1);

    assertThat(jobs.err())
        .contains("of 8 trials, 2 seeds each begins in", "8 trials, 16 runs")
        .contains("Failed: trial ", "diverged", "Failed: 4 of 8 trials, below ", "trials: number ")
        .doesNotContain("\tat ");
    JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
    assertThat(summary.get("failed").asInt()).isEqualTo(4);
    assertThat(summary.get("ranking")).hasSize(4);
    assertThat(summary.at("/best/value").asDouble())
        .isEqualTo(summary.at("/ranking/0/value").asDouble())
        .isGreaterThanOrEqualTo(summary.at("/ranking/3/value").asDouble());
    assertThat(Runs.files(out))
        .contains("sweep.json", "rungs/rung-0.json", "report/index.html", "report/trials.png")
        .contains("report/effect-of-rollout.noise.png", "trials/trial=0000/seed-2/summary.json")
        .contains("report/return-against-obedience.png");
    assertThat(jobs.out()).contains("Best in return: trial ", "both together: trial ");
    assertThat(summary.at("/pareto/0/values/rollout.noise").isTextual()).isTrue();
    assertThat(Files.readString(out.resolve("report/index.html")))
        .contains("Does it?", "are too few to say which keys matter", "diverged");
    assertRowsReadBySpark();
    assertThat(Files.readString(best))
        .contains("# The best of 8 settings by final: trial ", "luckiest")
        .contains("learning-rate = ");
    assertThat(
            jobs.execute("train", best, "--out", directory.resolve("run"), "--set", "run.seed=2"))
        .as(jobs.err())
        .isZero();
    String trial = summary.at("/best/directory").asText();
    assertThat(Dataset.rows(directory.resolve("run")))
        .isEqualTo(Dataset.rows(out.resolve(trial).resolve("seed-2")))
        .isNotEmpty();
    assertOneDatasetByTrial(summary.at("/best/trial").asInt());
    assertPagesOnDemand(out.resolve(trial));
  }

  private void assertPagesOnDemand(Path trial) throws IOException {
    List<String> rows = Dataset.rows(trial.resolve("seed-1"));
    assertThat(trial.resolve("seed-1/report")).doesNotExist();
    assertThat(jobs.execute("train", "--out", trial, "--resume")).as(jobs.err()).isZero();
    assertThat(trial.resolve("aggregate/index.html")).isRegularFile();
    assertThat(trial.resolve("seed-1/report/index.html")).isRegularFile();
    assertThat(Dataset.rows(trial.resolve("seed-1"))).isEqualTo(rows);
  }

  private void assertOneDatasetByTrial(int trial) throws IOException {
    Path dataset = directory.resolve("dataset");
    assertThat(jobs.execute("compact", out, "--out", dataset)).as(jobs.err()).isZero();
    String runs = Text.format("trials/trial=%04d/seed-", trial);
    List<String> rows = new ArrayList<>(Dataset.rows(out.resolve(runs + 1)));
    rows.addAll(Dataset.rows(out.resolve(runs + 2)));
    try (JavaSparkContext spark = LocalSpark.start(1)) {
      SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
      var policies = session.read().parquet(dataset.toString());
      assertThat(policies.columns()).contains("trial", "return_bucket", "weights");
      assertThat(policies.where("trial = " + trial).count()).isEqualTo(rows.size());
      assertThat(policies.selectExpr("run", "trial").distinct().count())
          .isEqualTo(policies.select("run").distinct().count());
    }
    assertThat(Files.readString(dataset.resolve("_card.json"))).contains(runs.substring(7) + 1);
    assertThat(jobs.execute("compact", out, out, "--out", directory.resolve("other"))).isEqualTo(2);
    assertThat(jobs.err()).contains("is a sweep, whose dataset is partitioned by trial");
  }

  private void assertRowsReadBySpark() {
    try (JavaSparkContext spark = LocalSpark.start(1)) {
      SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
      List<Row> rows =
          session
              .read()
              .parquet(out.resolve("results/trials").toString())
              .selectExpr(
                  "trial",
                  "seed",
                  "status",
                  "cause",
                  "rollout_noise",
                  "buffer_weighting",
                  "final",
                  "identity_error",
                  "return_and_obedience")
              .orderBy("trial", "seed")
              .collectAsList();
      assertThat(rows).hasSize(16);
      assertThat(rows.get(0).getDouble(4)).isEqualTo(0.05);
      assertThat(rows)
          .filteredOn(row -> row.getString(2).equals("failed"))
          .hasSize(8)
          .allMatch(row -> row.getString(3).contains("diverged") && row.isNullAt(6));
      assertThat(rows)
          .filteredOn(row -> row.getString(2).equals("finished"))
          .hasSize(8)
          .noneMatch(row -> row.isNullAt(8));
      assertThat(rows).extracting(row -> row.getString(5)).containsOnly("exp", "uniform");
    }
  }

  @Test
  @Tag("faults")
  void goesOnWithMoreTrialsAndLeavesWhatIsDone() throws IOException {
    String space = "\"rollout.noise\" { log-uniform = [0.01, 1] }";
    Path file = sweep("{ random { trials = 2 } }", space);
    assertThat(jobs.execute(sweep(file))).as(jobs.err()).isZero();
    List<String> before = stamps();

    assertThat(jobs.execute(sweep(file))).isEqualTo(2);
    assertThat(jobs.err()).contains("already holds a sweep. Add --resume");

    sweep("{ random { trials = 11 } }", space);
    assertThat(jobs.execute(sweep(file, "--resume"))).as(jobs.err()).isZero();
    assertThat(jobs.err()).contains("goes on in", "11 trials, 22 runs");
    assertThat(stamps()).containsAll(before);
    assertThat(JSON.readTree(out.resolve("summary.json").toFile()).get("importance")).isNotEmpty();
    assertThat(jobs.out()).contains("held-out R²", "rollout.noise");

    sweep("{ random { trials = 3 } }", space);
    assertThat(jobs.execute(sweep(file, "--resume"))).isEqualTo(2);
    assertThat(jobs.err()).contains("with fewer trials: it has 11, the file 3");
    sweep("{ random { trials = 11 } }", "\"rollout.noise\" { log-uniform = [0.01, 2] }");
    assertThat(jobs.execute(sweep(file, "--resume"))).isEqualTo(2);
    assertThat(jobs.err()).contains("with another space");
  }

  @Test
  void refusesWhatCannotBeMeantBeforeAnythingRuns() throws IOException {
    Path file = sweep("grid", "\"rollout.noise\" { grid = [0.5, -0.5] }");
    assertThat(jobs.execute(sweep(file))).isEqualTo(2);
    assertThat(jobs.err()).contains("1 of 2 trials cannot be run", "found -0.5");
    file = sweep("grid", "\"env.id\" { choice = [Breaking-v0, Braeking-v0] }");
    assertThat(jobs.execute(sweep(file))).isEqualTo(2);
    assertThat(jobs.err()).contains("trial 1: ", "Did you mean 'Breaking-v0'?");
    assertThat(jobs.execute("sweep", "--out", out)).isEqualTo(2);
    assertThat(jobs.err()).contains("SWEEP is missing");
    assertThat(jobs.execute("sweep", "--out", out, "--best", directory.resolve("b"))).isEqualTo(2);
    assertThat(jobs.err()).contains("has no summary.json: run the sweep to its end first");
    file = sweep("grid, score = speed", "\"rollout.noise\" { grid = [0.5] }");
    assertThat(jobs.execute(sweep(file))).isEqualTo(2);
    assertThat(jobs.err())
        .contains("sweep.score must be one of", "obedience, return-and-obedience,");
    file = sweep("grid", "\"rollout.noise\" { grid = [0.5] }");
    assertThat(jobs.execute(sweep(file, "--best", file))).isEqualTo(2);
    assertThat(jobs.err()).contains("exists: name another file for the best setting");
    assertThat(out).doesNotExist();
  }

  @Test
  @Tag("faults")
  void halvesAndComesToTheSameWhetherRolloutsAreSpreadOrNot() throws IOException {
    String strategy = "{ successive-halving { trials = 4, eta = 2, min-env-steps = 80 } }";
    String space = "\"rollout.noise\" { log-uniform = [0.01, 1] }";
    assertThat(jobs.execute(sweep(sweep(strategy, space)))).as(jobs.err()).isZero();
    assertThat(jobs.err())
        .contains("rung 1 of 2: 4 trials, 8 runs", "rung 2 of 2: 2 trials, 4 runs");
    Path inTasks = out;
    out = directory.resolve("spread");
    Path file = sweep(strategy + ", rollouts = spread, parallel = 3", space);

    assertThat(jobs.execute(sweep(file))).as(jobs.err()).isZero();

    for (String rung : List.of("rungs/rung-0.json", "rungs/rung-1.json")) {
      assertThat(out.resolve(rung)).hasSameTextualContentAs(inTasks.resolve(rung));
    }
    JsonNode second = JSON.readTree(out.resolve("rungs/rung-1.json").toFile()).get("runs");
    assertThat(second).hasSize(4);
    List<String> promoted = new ArrayList<>();
    second.forEach(run -> promoted.add(Text.format("trial=%04d", run.get("trial").asInt())));
    for (int trial = 0; trial < 4; trial++) {
      String name = Text.format("trial=%04d", trial);
      List<String> rows = Dataset.rows(out.resolve("trials").resolve(name).resolve("seed-2"));
      assertThat(rows)
          .isEqualTo(Dataset.rows(inTasks.resolve("trials").resolve(name).resolve("seed-2")));
      // Ten steps an episode, so 15 policies by step 150 and 30 by step 300.
      assertThat(rows.size() > 25).as(name).isEqualTo(promoted.contains(name));
    }
    assertThat(JSON.readTree(out.resolve("summary.json").toFile()).at("/best/env_steps").asLong())
        .isEqualTo(300);
    assertThat(Files.readString(out.resolve("report/index.html"))).contains("<h2>Rungs</h2>");
  }

  @Test
  void hyperbandTrainsTheRungsOfAllBracketsTogether() throws IOException {
    Path file =
        sweep(
            "{ hyperband { eta = 2, min-env-steps = 80 } }, seeds = 3, score = return-and-obedience",
            "\"rollout.noise\" { log-uniform = [0.01, 1] }");

    assertThat(jobs.execute(sweep(file))).as(jobs.err()).isZero();

    // Two brackets: two trials from 150 steps, of which one goes on, and two from 300.
    assertThat(jobs.err())
        .contains("rung 1 of 2: 4 trials, 4 runs", "rung 2 of 2: 1 trials, 1 runs");
    List<String> first = new ArrayList<>();
    JSON.readTree(out.resolve("rungs/rung-0.json").toFile())
        .get("runs")
        .forEach(run -> first.add(run.get("bracket") + " " + run.get("env_steps")));
    assertThat(first).containsExactly("0 150", "0 150", "1 300", "1 300");
    JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
    assertThat(summary.get("ranking")).hasSize(3);
    assertThat(summary.get("score").asText()).isEqualTo("return-and-obedience");
    assertThat(summary.at("/best/env_steps").asLong()).isEqualTo(300);
  }

  private List<String> stamps() throws IOException {
    List<String> stamps = new ArrayList<>();
    for (int trial = 0; trial < 2; trial++) {
      Path run = out.resolve(Text.format("trials/trial=%04d/seed-1/summary.json", trial));
      stamps.add(run + " " + Files.getLastModifiedTime(run));
    }
    return stamps;
  }

  private Path sweep(String strategy, String space) throws IOException {
    return Files.writeString(
        directory.resolve("sweep.conf"),
        Text.format(
            """
            include "tiny.conf"
            env.id = "Breaking-v0"
            returns { min = 0, max = 20 }
            training.max-env-steps = 300
            evaluation { every-env-steps = 100, extensive-every-env-steps = 200 }
            sweep {
              question = "Does it?", seeds = "1,2"
              strategy = %s
              space { %s }
            }
            """,
            strategy, space));
  }

  private Object[] sweep(Path file, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("sweep", file, "--out", out));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }
}

package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.AnalysisTables;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Analyses of real runs, as a user meets them, and of the datasets that are made of them. */
@Tag("spark")
@Tag("native")
class AnalyzeCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CommandLineRunner JOBS = new CommandLineRunner(Main::run);

  private static final List<String> TABLES =
      List.of(
          "returns",
          "drift",
          "spread",
          "principal_components",
          "neighbours",
          "duplicates",
          "policies",
          "clusters");

  @TempDir static Path directory;
  private static Path group;
  private static Path sweep;

  @BeforeAll
  static void train() throws IOException {
    JOBS.useLocalSpark(2, LocalSpark.UNCOMPILED);
    Path conf = Runs.tinyFile(directory);
    group = directory.resolve("group");
    succeed(
        "train",
        conf,
        "--out",
        group,
        "--seeds",
        "1,2",
        "--set",
        "training.max-env-steps=40000",
        "--set",
        "store.partition-buckets=4");
    sweep = directory.resolve("sweep");
    Path file =
        Files.writeString(
            directory.resolve("sweep.conf"),
            """
            include "tiny.conf"
            training.max-env-steps = 20000
            store.partition-buckets = 4
            sweep {
              question = "Does noise help?", seeds = "1,2", strategy = grid
              space { "rollout.noise" { grid = [0.05, 0.5] } }
            }
            """);
    succeed("sweep", file, "--out", sweep);
  }

  @AfterAll
  static void cleanUp() {
    JOBS.forgetSpark();
  }

  private static void succeed(Object... arguments) {
    assertThat(JOBS.execute(arguments)).as(JOBS.err()).isZero();
  }

  /** Analyses what was trained and a dataset of it: only what was played may differ, in bits. */
  private static JsonNode analyseWithDataset(Path input) throws IOException {
    Path dataset = directory.resolve("dataset-of-" + input.getFileName());
    succeed("compact", input, "--out", dataset);
    Path ofDataset = directory.resolve("analysis-of-" + input.getFileName());
    analyse(dataset, "--out", ofDataset);
    analyse(input);
    Path ofRuns = onlyEntry(input.resolve("analysis"));
    assertThat(tables(ofDataset)).isEqualTo(tables(ofRuns));
    assertThat(ofRuns.resolve("index.html")).content().doesNotContain("could not draw");
    JsonNode summary = JSON.readTree(ofRuns.resolve("summary.json").toFile());
    assertThat(JSON.readTree(ofDataset.resolve("summary.json").toFile()).get("returns"))
        .isEqualTo(summary.get("returns"));
    return summary;
  }

  private static void analyse(Path input, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("analyze", input));
    arguments.addAll(
        List.of("--nulls", 19, "--clusters", 2, "--episodes", 1, "--cluster-buckets", 2));
    arguments.addAll(List.of(more));
    succeed(arguments.toArray());
  }

  private static Path onlyEntry(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> all = entries.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  /** The rows of tables in an order that does not depend on how many files they stand in. */
  private static Map<String, List<String>> tables(Path out) {
    try (JavaSparkContext spark = LocalSpark.start(1)) {
      SparkSession session = SparkSession.builder().sparkContext(spark.sc()).getOrCreate();
      Map<String, List<String>> tables = AnalysisTables.read(session, out, TABLES);
      tables.replaceAll((name, rows) -> rows.stream().sorted().toList());
      return tables;
    }
  }

  @Test
  void looksAtOneRunAndTellsItsStages() throws IOException {
    JsonNode summary = analyseWithDataset(group.resolve("seed-1"));
    assertThat(summary.get("runs").asInt()).isEqualTo(1);
    assertThat(summary.has("trials")).isFalse();
    assertThat(JOBS.out()).contains(" policies of 1 run of BriefSwimmer-v0, each of 178 weights");
    assertThat(JOBS.err())
        .contains("stage 1 of 6, rows: ", "stage 4 of 6, clusters: ", "stage 6 of 6, page: ")
        .contains("Page: ");
  }

  @Test
  @Tag("faults")
  void looksAtAGroupOfSeeds() throws IOException {
    JsonNode summary = analyseWithDataset(group);
    assertThat(summary.get("runs").asInt()).isEqualTo(2);
    assertThat(summary.get("policies").asLong())
        .isEqualTo(policies(group.resolve("seed-1")) + policies(group.resolve("seed-2")));
    assertThat(JOBS.out()).contains(" policies of 2 runs of BriefSwimmer-v0");
    // Eighty policies in two of four buckets: one has the thirty that are asked for.
    assertThat(summary.get("clusters")).isNotEmpty();
  }

  @Test
  @Tag("faults")
  void looksAtASweepByTrial() throws IOException {
    JsonNode summary = analyseWithDataset(sweep);
    assertThat(summary.get("runs").asInt()).isEqualTo(4);
    assertThat(summary.get("trials").asInt()).isEqualTo(2);
    assertThat(JOBS.out()).contains(" policies of 4 runs in 2 trials of BriefSwimmer-v0");
    List<String> trials = new ArrayList<>();
    for (String row : tables(directory.resolve("analysis-of-sweep")).get("policies")) {
      trials.add(JSON.readTree(row).get("trial").asText());
    }
    assertThat(trials).contains("0", "1").hasSize(summary.get("policies").asInt());
  }

  private static long policies(Path run) {
    try (JavaSparkContext spark = LocalSpark.start(1)) {
      return SparkSession.builder()
          .sparkContext(spark.sc())
          .getOrCreate()
          .read()
          .option("recursiveFileLookup", true)
          .parquet(run.resolve("policies").toString())
          .count();
    }
  }
}

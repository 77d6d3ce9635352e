package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyReader;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One jar for every Spark and Java: the jobs on a distribution, which may be of another Spark,
 * Scala, Hadoop and Java than the jar was built with, make what they make on the Spark that it was
 * built with, to the last bit.
 */
@Tag("clusters")
class SparkVersionsIT {
  private static final List<String> TWO_EXECUTORS =
      List.of("--", "--master", "local-cluster[2,1,1024]");
  private static final String EXPERIMENT =
      """
      include "CONF"

      training.max-env-steps = 5000
      evaluation { every-env-steps = 5000, extensive-every-env-steps = 5000 }
      experiment {
        question = "Is it the same on every Spark?"
        seeds = "1..2"
        compare = [final]
        arms = [
          { name = little, set { rollout.noise = 0.05 } }
          { name = much, set { rollout.noise = 0.5 } }
        ]
      }
      """;

  @TempDir static Path directory;

  /** Trained on the Spark that the jar was built with, and on the distribution. */
  private static Path ours;

  private static Path theirs;

  @BeforeAll
  static void train() throws IOException {
    ours = directory.resolve("ours");
    theirs = directory.resolve("theirs");
    job(Map.of(), List.of(), "train", "conf/smoke.conf", "--out", ours.toString());
    job(
        SparkDistribution.environment(),
        TWO_EXECUTORS,
        "train",
        "conf/smoke.conf",
        "--out",
        theirs.toString());
  }

  @Test
  void aRunOnTwoExecutorsIsTheSameToTheLastBit() throws IOException {
    assertThat(Fingerprint.of(theirs)).isEqualTo(Fingerprint.of(ours));
    JsonNode versions = json(theirs.resolve("run.json")).get("versions");
    try (Stream<Path> jars = Files.list(SparkDistribution.home().resolve("jars"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .as("run.json names the Spark that ran")
          .anyMatch(
              jar ->
                  jar.matches(
                      Text.format(
                          "spark-core_2\\.1[23]-%s\\.jar", versions.get("spark").asText())));
    }
    assertThat(javaProperties())
        .contains(Text.format("java.version = %s\n", versions.get("java").asText()));
  }

  @Test
  void policiesThatOneSparkStoredAreReplayedOnTheOther() throws IOException {
    String best = json(ours.resolve("summary.json")).get("best_policy").asText();

    String replay = onTheirs("replay", ours.toString(), "--policy", best);

    assertThat(replay).containsPattern("\n +0 .* yes\n");
  }

  @Test
  void evaluationsAreTheSame() throws IOException {
    String[] evaluate = {"evaluate", ours.toString(), "--commands", "0.25,1", "--episodes", "4"};

    assertThat(table(onTheirs(evaluate))).hasSize(2).isEqualTo(table(onOurs(evaluate)));
  }

  @Test
  void compactedDatasetsHoldTheSame() throws IOException {
    Path one = directory.resolve("ours-compacted");
    Path other = directory.resolve("theirs-compacted");
    onOurs("compact", ours.toString(), "--out", one.toString());
    onTheirs("compact", ours.toString(), "--out", other.toString());

    assertThat(policies(other)).hasSizeGreaterThan(100).isEqualTo(policies(one));
  }

  @Test
  void experimentsTrainTheSameRunsAndCompareThemAlike() throws IOException {
    Path experiment =
        Files.writeString(
            directory.resolve("experiment.conf"),
            EXPERIMENT.replace("CONF", Path.of("conf/smoke.conf").toAbsolutePath().toString()));
    Path one = directory.resolve("ours-experiment");
    Path other = directory.resolve("theirs-experiment");
    onOurs("experiment", experiment.toString(), "--out", one.toString());
    job(
        SparkDistribution.environment(),
        TWO_EXECUTORS,
        "experiment",
        experiment.toString(),
        "--out",
        other.toString());

    for (String run : List.of("little/seed-1", "little/seed-2", "much/seed-1", "much/seed-2")) {
      assertThat(Fingerprint.of(other.resolve(run)))
          .as(run)
          .isEqualTo(Fingerprint.of(one.resolve(run)));
    }
    String[] arms = {other.resolve("little").toString(), other.resolve("much").toString()};
    String comparison = directory.resolve("comparison").toString();
    assertThat(onTheirs("compare", arms[0], arms[1], "--out", comparison))
        .contains("final return: little against much");
  }

  @Test
  void nothingIsCalledThatTheDistributionLacks() throws IOException {
    LinkedCalls calls =
        LinkedCalls.of(Path.of("target/classes"), SparkDistribution.home().resolve("jars"));

    assertThat(calls.missing()).isEmpty();
    assertThat(calls.found())
        .hasSizeGreaterThan(100)
        .anyMatch(call -> call.startsWith("org.apache.parquet.hadoop.ParquetFileWriter."))
        .anyMatch(call -> call.startsWith("org.apache.spark.SparkContext.runJob("));
  }

  private static String onOurs(String... job) throws IOException {
    return job(Map.of(), List.of(), job);
  }

  private static String onTheirs(String... job) throws IOException {
    return job(SparkDistribution.environment(), List.of(), job);
  }

  /** Runs a job to its good end and returns what it said. */
  private static String job(Map<String, String> environment, List<String> spark, String... job)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(job));
    command.set(0, "jobs/" + job[0]);
    command.addAll(spark);
    Path log = Files.createTempFile(directory, job[0], ".log");
    try (JobProcess process = JobProcess.start(command, environment, log)) {
      assertThat(process.exitCode()).as("%s: %s", command, process.log()).isZero();
      return process.log();
    }
  }

  /** Returns the lines of a table that begin with a command. */
  private static List<String> table(String log) {
    return log.lines().filter(line -> line.matches(" +[01]\\.\\d+ .*")).toList();
  }

  private static List<String> policies(Path dataset) throws IOException {
    Configuration hadoop = new Configuration();
    List<String> rows = new ArrayList<>();
    for (JsonNode file : json(dataset.resolve("_card.json")).get("files")) {
      new PolicyReader(hadoop)
          .read(
              new org.apache.hadoop.fs.Path(dataset.toUri()),
              new DataFile(
                  file.get("path").asText(),
                  file.get("policies").asLong(),
                  file.get("bytes").asLong(),
                  file.get("sha256").asText()),
              policy -> rows.add(Compacted.row(policy)));
    }
    return rows;
  }

  private static String javaProperties() throws IOException {
    String java = SparkDistribution.javaHome().resolve("bin/java").toString();
    List<String> command = List.of(java, "-XshowSettings:properties", "-version");
    try (JobProcess process = JobProcess.start(command, directory.resolve("java.log"))) {
      assertThat(process.exitCode()).isZero();
      return process.log();
    }
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}

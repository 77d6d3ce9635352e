package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.BreakingEnvironment;
import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every job with names that Hadoop or Spark would take for something else (cases C10 and C11), and
 * memory that a task does not get (C14).
 */
@Tag("spark")
@Tag("native")
class UserInputOnSparkTest {
  /** A scheme, patterns, an escape, a fragment, a query, and a letter beyond ASCII. */
  private static final String NAME = "lr:0.1 ds[1] {a,b} * ? \\ %20 #é";

  @TempDir Path directory;
  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);

  @BeforeEach
  void useLocalSpark() {
    jobs.useLocalSpark(
        2, Map.of("spark.sql.shuffle.partitions", "2", "spark.default.parallelism", "2"));
  }

  @AfterEach
  void forgetSpark() {
    jobs.forgetSpark();
  }

  private void runs(Object... arguments) {
    assertThat(jobs.execute(arguments)).as("%s%n%s", List.of(arguments), jobs.err()).isZero();
  }

  private void trains(Path out, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("train", Runs.tinyFile(directory), "--out", out));
    Arrays.stream(Runs.instant("training.updates-per-episode=1"))
        .forEach(set -> arguments.addAll(List.of("--set", set)));
    arguments.addAll(List.of(more));
    runs(arguments.toArray());
  }

  /** Spark ends a process for that; the process would be this one, and the test not end well. */
  @Test
  void c14ATaskThatRunsOutOfMemoryIsOneMessage() {
    BreakingEnvironment.runOutOfMemoryAfter(2);
    try {
      int code =
          jobs.execute(
              "train",
              Runs.tinyFile(directory),
              "--out",
              directory.resolve("run"),
              "--set",
              "env.id=Breaking-v0",
              "--set",
              "training.max-env-steps=200");
      assertThat(code).as(jobs.err()).isEqualTo(1);
      assertThat(jobs.err())
          .contains("Failed: Out of memory in testing.BreakingEnvironment.reset (no heap is left)")
          .contains("Lower training.batch-size", "jobs/resources CONF says what a run needs");
    } finally {
      BreakingEnvironment.breakAfter(Long.MAX_VALUE);
    }
  }

  @Test
  void c11EveryJobTakesEveryName() throws IOException {
    Path run = directory.resolve(NAME);
    trains(run);
    assertThat(run.resolve("summary.json")).exists();
    runs("evaluate", run, "--commands", "0.5", "--episodes", 1);
    runs("export", run, "--out", directory.resolve("x:y.onnx"), "--format", "onnx");
    assertThat(directory.resolve("x:y.onnx")).isNotEmptyFile();
    runs("export", run, "--out", directory.resolve(NAME + ".npz"), "--policy", "0-0");
    assertThat(directory.resolve(NAME + ".npz")).isNotEmptyFile();

    Path compacted = directory.resolve("of " + NAME);
    runs("compact", run, "--out", compacted);
    Path fitted = directory.resolve("fitted:" + NAME);
    runs("fit-offline", compacted, "--out", fitted, "--updates", 2);
    assertThat(Files.readString(fitted.resolve("offline.json"))).contains("of lr:0.1 ds[1]");
    runs(
        "analyze",
        compacted,
        "--cluster-buckets",
        0,
        "--sample",
        20,
        "--bucket-sample",
        20,
        "--out",
        directory.resolve("a:" + NAME));
    assertThat(directory.resolve("a:" + NAME + "/index.html")).exists();
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("no name was cut, split or left half written")
          .containsExactlyInAnyOrder(
              NAME,
              "x:y.onnx",
              NAME + ".npz",
              "of " + NAME,
              "fitted:" + NAME,
              "a:" + NAME,
              "tiny.conf");
    }
  }

  @Test
  @Tag("faults")
  void c11GroupsCompareWhateverTheirNames() throws IOException {
    trains(directory.resolve("a:1"), "--seeds", "1,2");
    trains(directory.resolve("b[1]"), "--seeds", "-3,9223372036854775807");
    assertThat(directory.resolve("b[1]/seed--3/summary.json")).exists();
    runs(
        "compare",
        directory.resolve("a:1"),
        directory.resolve("b[1]"),
        "--out",
        directory.resolve("a:b"));
    assertThat(jobs.out()).contains("a:1", "b[1]");
    assertThat(directory.resolve("a:b/comparison.json")).exists();
  }

  @Test
  @Tag("faults")
  void c10BracketsReadWhatWasNamed() throws IOException {
    Path other = directory.resolve("ds1");
    Path named = directory.resolve("ds[1]");
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(other.toUri()),
        Runs.instant("run.seed=1"));
    Runs.train(
        new Configuration(),
        new org.apache.hadoop.fs.Path(named.toUri()),
        Runs.instant("run.seed=2"));

    Path fitted = directory.resolve("fitted");
    runs("fit-offline", named, "--out", fitted, "--updates", 2);
    assertThat(Files.readString(fitted.resolve("offline.json"))).contains("ds[1]");
    assertThat(Files.readString(fitted.resolve("run.json")))
        .as("the configuration, and so the files, of the run that was named")
        .contains("\"seed\" : 2");
  }
}

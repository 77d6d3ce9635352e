package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.Sha256;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.FaultyFileSystem;
import io.github.udrlpg.testing.FaultyFileSystem.DriverDied;
import io.github.udrlpg.testing.FaultyFileSystem.Fault;
import io.github.udrlpg.testing.FaultyFileSystem.Faults;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A driver meets a fault at its Nth change of a file: whole iterations stand, and a resumed run
 * equals one that met none. {@code -Dfaults.step=1} tries every N until none is left, without it
 * every 37th, with -Pfaults every third.
 */
@Tag("sampled")
class DriverDeathTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Settings SETTINGS =
      Runs.tiny(
              "env.id=Instant-v0",
              "returns.min=0",
              "returns.max=1",
              "training.max-env-steps=11",
              "evaluation.every-env-steps=6",
              "evaluation.extensive-every-env-steps=8",
              "checkpoint.every-iterations=2",
              "checkpoint.keep=2")
          .settings();

  @TempDir Path directory;
  private Path whole;

  @BeforeEach
  void trainWithoutAFault() throws IOException {
    whole = directory.resolve("whole");
    open(whole, new Configuration()).train(new LocalRolloutRunner(), SILENT);
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultLeavesWholeIterationsAndAResumedRunEqualsOneWithoutAny(Fault fault)
      throws IOException {
    List<String> expected = rows(whole);
    int step = Integer.getInteger("faults.step", 37);
    int at = 1 + fault.name().length() % step;
    while (true) {
      Path run = directory.resolve("run");
      Faults faults = new Faults(fault, at, false);
      boolean failed = fails(open(run, FaultyFileSystem.configuration(faults)));
      if (faults.changes() < at) {
        break;
      }
      String when = Text.format("%s at change %d", fault, at);
      requireWholeIterations(run, expected, when);
      if (failed) {
        open(run, new Configuration()).train(new LocalRolloutRunner(), SILENT);
      }
      assertThat(rows(run)).as(when).isEqualTo(expected);
      assertThat(Runs.files(run).stream().filter(name -> name.contains("/.")).toList())
          .as(when)
          .isEmpty();
      assertThat(dataFiles(run)).as(when).hasSameSizeAs(committedFiles(run));
      remove(run);
      at += step;
    }
    assertThat(at).isGreaterThan(60);
  }

  private static boolean fails(TrainingRun run) {
    try {
      run.train(new LocalRolloutRunner(), SILENT);
      return false;
    } catch (DriverDied | IOException | RuntimeException e) {
      return true;
    }
  }

  /** What a reader sees is the beginning of the whole run, iteration by iteration. */
  private static void requireWholeIterations(Path run, List<String> expected, String when)
      throws IOException {
    PolicyDataset dataset = Dataset.open(run);
    for (CommitEntry commit : dataset.commits()) {
      List<StoredPolicy> policies = dataset.readPolicies(commit, policy -> true);
      assertThat(policies).as(when).hasSize(commit.iteration() == 0 ? 3 : 2);
    }
    List<String> rows = rows(run);
    assertThat(rows).as(when).isEqualTo(expected.subList(0, rows.size()));
  }

  /** Every committed row in short. */
  private static List<String> rows(Path run) throws IOException {
    return Dataset.rows(run).stream()
        .map(row -> Sha256.hex(row.getBytes(StandardCharsets.UTF_8)).substring(0, 8))
        .toList();
  }

  private static List<String> dataFiles(Path run) {
    return Runs.files(run.resolve("policies")).stream()
        .filter(name -> name.endsWith(".parquet"))
        .toList();
  }

  private static List<String> committedFiles(Path run) throws IOException {
    return Dataset.open(run).commits().stream()
        .flatMap(commit -> commit.files().stream())
        .map(file -> file.path())
        .toList();
  }

  private static TrainingRun open(Path directory, Configuration hadoop) throws IOException {
    return new TrainingRun(
        "test", SETTINGS, hadoop, new org.apache.hadoop.fs.Path(directory.toUri()), 1);
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}

package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.RunEnding;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every kind of file of a run with a bit flipped or its end cut off: whoever reads it gets what was
 * written, or one error that names the file. {@code -Ddamage.step=1} flips a bit of every byte,
 * without it of every 131st, with -Pfaults of every seventh.
 */
class DamageTest {
  private static final TrainingListener SILENT = new TrainingListener() {};
  private static final Configuration HADOOP = new Configuration();
  private static final int STEP = Integer.getInteger("damage.step", 131);

  @TempDir static Path directory;
  private static Path run;

  /** What is read, and whose file is damaged for that. */
  private enum Kind {
    POLICIES("policies/iteration=1", ".parquet") {
      @Override
      Object read() throws IOException {
        return Dataset.rows(run);
      }
    },
    COMMIT("policies/_commits", "iteration-000000001.json") {
      @Override
      Object read() throws IOException {
        return Dataset.open(run).commits();
      }
    },
    METRICS("metrics/iterations", ".parquet") {
      @Override
      Object read() throws IOException {
        return RunMetrics.open(HADOOP, hadoop(run.resolve("metrics"))).iterations().read();
      }
    },
    MANIFEST("", "run.json") {
      @Override
      Object read() throws IOException {
        RunDirectory opened = RunDirectory.open(HADOOP, hadoop(run));
        return opened.run() + opened.configuration().json();
      }
    },
    CHECKPOINT("checkpoints", "checkpoint-000000005.safetensors") {
      @Override
      Object read() throws IOException {
        CheckpointStore store = new CheckpointStore(HADOOP, hadoop(run.resolve("checkpoints")), 1);
        List<String> passedOver = new ArrayList<>();
        int iteration = store.loadNewest(passedOver::add).orElseThrow().nextIteration();
        if (!passedOver.isEmpty()) {
          assertThat(iteration).isEqualTo(4);
          throw new InvalidInputException(passedOver.get(0));
        }
        return iteration;
      }
    };

    private final String below;
    private final String suffix;

    Kind(String below, String suffix) {
      this.below = below;
      this.suffix = suffix;
    }

    abstract Object read() throws IOException;

    Path file() {
      String name =
          Runs.files(run).stream()
              .filter(candidate -> candidate.startsWith(below) && candidate.endsWith(suffix))
              .findFirst()
              .orElseThrow();
      return run.resolve(name);
    }
  }

  @BeforeAll
  static void train() throws IOException {
    run = directory.resolve("run");
    ConfigLoader.Loaded loaded =
        Runs.tiny(
            "env.id=Instant-v0",
            "returns.min=0",
            "returns.max=1",
            "policy.hidden-sizes=[4]",
            "training.max-env-steps=11",
            "checkpoint.every-iterations=2",
            "checkpoint.keep=2");
    RunDirectory begun = RunDirectory.create(HADOOP, hadoop(run), loaded, Map.of("mujoco", "1"));
    begun.begin();
    TrainingRun training = begun.training();
    new RunEnding(begun, training, training.train(new LocalRolloutRunner(), SILENT))
        .write(List.of(), undrawn -> {});
  }

  @ParameterizedTest
  @EnumSource
  @Tag("sampled")
  void aFlippedBitIsReportedOrChangesNothing(Kind kind) throws IOException {
    Path file = kind.file();
    byte[] content = Files.readAllBytes(file);
    Object whole = kind.read();
    int reported = 0;
    int flips = 0;
    for (int i = 0; i < content.length; i += STEP) {
      byte[] flipped = content.clone();
      flipped[i] ^= (byte) (1 << i % Byte.SIZE);
      Files.write(file, flipped);
      String where = Text.format("%s with a flip of byte %d of %d", file, i, content.length);
      reported += isReported(kind, file, whole, where) ? 1 : 0;
      flips++;
    }
    Files.write(file, content);
    assertThat(reported).isGreaterThan(flips / 2);
    assertThat(kind.read()).isEqualTo(whole);
  }

  @ParameterizedTest
  @EnumSource
  void aCutOffFileIsReported(Kind kind) throws IOException {
    Path file = kind.file();
    byte[] content = Files.readAllBytes(file);
    Object whole = kind.read();
    for (int left : new int[] {0, 1, 8, content.length / 2, content.length - 1}) {
      Files.write(file, Arrays.copyOf(content, left));
      String where = Text.format("%s cut off to %d bytes", file, left);
      assertThat(isReported(kind, file, whole, where)).as(where).isTrue();
    }
    Files.write(file, content);
    assertThat(kind.read()).isEqualTo(whole);
  }

  /** Files that were copied with Hadoop's own tools have its checksums beside them. */
  @ParameterizedTest
  @EnumSource
  void hadoopsChecksumsBesideAFileChangeNothing(Kind kind) throws IOException {
    Path file = kind.file();
    byte[] content = Files.readAllBytes(file);
    Object whole = kind.read();
    try (FileSystem local = FileSystem.newInstanceLocal(HADOOP)) {
      try (var out = local.create(hadoop(file), true)) {
        out.write(content);
      }
    }
    Path sidecar = file.resolveSibling("." + file.getFileName() + ".crc");
    assertThat(sidecar).exists();
    assertThat(kind.read()).isEqualTo(whole);

    content[content.length / 2] ^= 4;
    Files.write(file, content);
    assertThat(isReported(kind, file, whole, "with .crc")).isTrue();

    content[content.length / 2] ^= 4;
    Files.write(file, content);
    Files.delete(sidecar);
  }

  /** What is read is either the whole, or an error that names the file and says what to do. */
  private static boolean isReported(Kind kind, Path file, Object whole, String where) {
    Object found;
    try {
      found = kind.read();
    } catch (InvalidInputException e) {
      assertThat(e).as(where).hasMessageContaining(file.getFileName().toString());
      assertThat(e.getMessage())
          .as(where)
          .containsPattern(
              "restore it from a copy|Remove the file|passed over|Use the udrlpg-spark");
      return true;
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(where, e);
    }
    assertThat(found).as(where).isEqualTo(whole);
    return false;
  }

  @Test
  void aRunOfAnotherSimulatorIsNotResumed() throws IOException {
    RunDirectory opened = RunDirectory.open(HADOOP, hadoop(run));

    assertThatThrownBy(() -> opened.requireSameSimulator(Map.of("mujoco", "2")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot resume " + hadoop(run))
        .hasMessageContaining("by its run.json it was begun with MuJoCo 1, and this is 2.")
        .hasMessageContaining("or start a new run");
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}

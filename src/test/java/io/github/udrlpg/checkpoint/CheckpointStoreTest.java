package io.github.udrlpg.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();
  private CheckpointStore store;

  @BeforeEach
  void open() {
    store =
        new CheckpointStore(
            new Configuration(), new org.apache.hadoop.fs.Path(directory.toUri()), 2);
  }

  @Test
  void readsBackTheNewest() throws IOException {
    store.save(checkpoint(10));
    store.save(checkpoint(20));

    Checkpoint read = store.loadNewest(warnings::add).orElseThrow();

    assertThat(read.nextIteration()).isEqualTo(20);
    assertThat(read.scalars()).isEqualTo("{\"steps\":20,\"name\":\"ü\"}");
    assertThat(read.arrays()).containsOnlyKeys("weights", "statistics", "index", "empty");
    assertThat((float[]) read.arrays().get("weights")).containsExactly(20f, -0f, Float.MIN_VALUE);
    assertThat((double[]) read.arrays().get("statistics")).containsExactly(Math.PI, -1e-300);
    assertThat((int[]) read.arrays().get("index")).containsExactly(Integer.MIN_VALUE, 7);
    assertThat((float[]) read.arrays().get("empty")).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void keepsTheNewestFew() throws IOException {
    for (int iteration : new int[] {10, 20, 30}) {
      store.save(checkpoint(iteration));
    }

    assertThat(files())
        .containsExactly("checkpoint-000000020.safetensors", "checkpoint-000000030.safetensors");
  }

  @Test
  void removesWhatADeadDriverDidNotFinish() throws IOException {
    store.removeTemporaryFiles();
    store.save(checkpoint(10));
    Path unfinished =
        directory.resolve(".checkpoint-000000020.safetensors.01234567-89ab-cdef-0123-456789abcdef");
    Files.writeString(unfinished, "half");

    store.removeTemporaryFiles();

    assertThat(unfinished).doesNotExist();
    assertThat(files()).containsExactly("checkpoint-000000010.safetensors");
  }

  @Test
  void aRunWithoutACheckpointHasNone() throws IOException {
    assertThat(store.loadNewest(warnings::add)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut off", "empty", "bit in the header", "bit in the data"})
  void fallsBackFromADamagedOneAndSaysSo(String damage) throws IOException {
    store.save(checkpoint(10));
    store.save(checkpoint(20));
    damage("checkpoint-000000020.safetensors", damage);

    Checkpoint read = store.loadNewest(warnings::add).orElseThrow();

    assertThat(read.nextIteration()).isEqualTo(10);
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("checkpoint-000000020.safetensors is damaged")
        .endsWith("passed over");
  }

  @Test
  void saysWhenAllAreDamaged() throws IOException {
    store.save(checkpoint(10));
    damage("checkpoint-000000010.safetensors", "cut off");

    assertThatThrownBy(() -> store.loadNewest(warnings::add))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("No checkpoint in")
        .hasMessageContaining("checkpoint-000000010.safetensors is damaged")
        .hasMessageContaining("Restore one from a copy, or start a new run");
  }

  private static Checkpoint checkpoint(int iteration) {
    return new Checkpoint(
        iteration,
        Map.of(
            "weights", new float[] {iteration, -0f, Float.MIN_VALUE},
            "statistics", new double[] {Math.PI, -1e-300},
            "index", new int[] {Integer.MIN_VALUE, 7},
            "empty", new float[0]),
        "{\"steps\":" + iteration + ",\"name\":\"ü\"}");
  }

  private void damage(String name, String damage) throws IOException {
    Path file = directory.resolve(name);
    byte[] content = Files.readAllBytes(file);
    switch (damage) {
      case "cut off" -> content = Arrays.copyOf(content, content.length - 1);
      case "empty" -> content = new byte[0];
      case "bit in the header" -> content[12] ^= 1;
      default -> content[content.length - 3] ^= 1;
    }
    Files.write(file, content);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}

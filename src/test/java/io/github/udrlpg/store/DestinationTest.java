package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.experiment.ComparisonReport;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.sweep.BestPreset;
import io.github.udrlpg.sweep.SweepDirectory;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory where a file is meant, and a file where a directory is: C9. */
class DestinationTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir java.nio.file.Path scratch;
  private Path directory;
  private Path file;

  @BeforeEach
  void make() throws IOException {
    directory = path(Files.createDirectory(scratch.resolve("policy.onnx")));
    file = path(Files.writeString(scratch.resolve("notes"), "mine"));
  }

  private static Path path(java.nio.file.Path path) {
    return new Path("file:" + path);
  }

  @Test
  void aDirectoryOfTheNameIsNeverWrittenIntoNorReplaced() {
    assertThatThrownBy(() -> AtomicFiles.replace(HADOOP, directory, new byte[] {1}))
        .isInstanceOf(IOException.class)
        .hasMessage("Cannot write the file %s: a directory has its name", directory);
    assertThatThrownBy(() -> AtomicFiles.createNew(HADOOP, directory, new byte[] {1}))
        .isInstanceOf(IOException.class);

    assertThat(scratch.resolve("policy.onnx")).isEmptyDirectory();
    assertThat(Runs.files(scratch)).containsExactly("notes");
  }

  @Test
  void aDirectoryWhereAFileIsMeantIsRefusedBeforehand() {
    assertThatThrownBy(() -> Destination.requireFile(HADOOP, directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Cannot write the file %s: it is a directory. Name a file, for example %s",
            directory, new Path(directory, "policy.onnx"));
    assertThatThrownBy(
            () ->
                BestPreset.requireFree(
                    new SweepDirectory(HADOOP, path(scratch.resolve("sweep"))), directory))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("it is a directory. Name a file");
    assertThatThrownBy(() -> Destination.requireFile(HADOOP, new Path(file, "below")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Cannot write to %s: %s is a file, not a directory", file + "/below", file);
    assertThatCode(() -> Destination.requireFile(HADOOP, new Path("new.onnx")))
        .doesNotThrowAnyException();
    assertThatCode(() -> Destination.requireFile(HADOOP, file)).doesNotThrowAnyException();
  }

  @Test
  void aFileWhereADirectoryIsMeantIsRefusedByWhateverBeginsThere() {
    ConfigLoader.Loaded loaded = Runs.tiny(Runs.instant());
    assertRefused(() -> RunDirectory.create(HADOOP, file, loaded, Map.of()));
    assertRefused(() -> RunGroup.create(HADOOP, file, loaded, List.of(1L)));
    assertRefused(() -> ComparisonReport.requireFree(HADOOP, file, "comparison.json"));
    assertRefused(
        () -> DirectoryClaim.take(HADOOP, file, new DirectoryClaim.What("analysis", ""), ""));
    assertThat(scratch.resolve("notes")).hasContent("mine");
  }

  private void assertRefused(ThrowingCallable begin) {
    assertThatThrownBy(begin)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("%s is a file: name a directory", file);
  }
}

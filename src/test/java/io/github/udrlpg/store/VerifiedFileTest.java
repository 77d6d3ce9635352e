package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.testing.Policies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every byte of a data file is checked before any of it is believed. */
class VerifiedFileTest {
  @TempDir Path directory;

  private org.apache.hadoop.fs.Path root() {
    return new org.apache.hadoop.fs.Path(directory.toUri());
  }

  private DataFile write(CompressionCodecName codec, int weights) throws IOException {
    PolicyDataset dataset =
        new PolicyDataset(new Configuration(), root(), new ReturnBuckets(20), codec);
    try (PolicyWriter writer = dataset.writers(0).open("0")) {
      for (int i = 0; i < 3; i++) {
        StoredPolicy policy = Policies.stored(0, i, 0.5, 9);
        writer.write(
            weights == 0
                ? policy
                : new StoredPolicy(policy.row(), Arrays.copyOf(policy.weights(), weights)));
      }
      return writer.finish().get(0);
    }
  }

  private List<StoredPolicy> read(Configuration hadoop, DataFile file) throws IOException {
    List<StoredPolicy> policies = new ArrayList<>();
    new PolicyReader(hadoop).read(root(), file, policies::add);
    return policies;
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "UNCOMPRESSED"})
  void everyFlippedBitIsFoundWhereverItIs(CompressionCodecName codec) throws IOException {
    DataFile file = write(codec, 0);
    assertThat(read(new Configuration(), file))
        .extracting(StoredPolicy::row)
        .containsExactly(
            Policies.stored(0, 0, 0.5, 9).row(),
            Policies.stored(0, 1, 0.5, 9).row(),
            Policies.stored(0, 2, 0.5, 9).row());
    Path path = directory.resolve(file.path());
    byte[] content = Files.readAllBytes(path);

    for (int i = 0; i < content.length; i += 31) {
      byte[] damaged = content.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(path, damaged);

      assertThatThrownBy(() -> read(new Configuration(), file))
          .as("byte %d of %d", i, content.length)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("Cannot read ")
          .hasMessageContaining(path.toString());
    }
  }

  @Test
  void anotherValidFileOfTheSameLengthIsNotTheOneThatWasCommitted() throws IOException {
    DataFile file = write(CompressionCodecName.UNCOMPRESSED, 0);
    DataFile other =
        new DataFile(file.path(), file.rows(), file.bytes(), file.sha256().replace('a', 'b'));

    assertThatThrownBy(() -> read(new Configuration(), other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("its SHA-256 is not the one in the commit log")
        .hasMessageContaining("The file is damaged: restore it from a copy");
  }

  @Test
  void aVisitorsFailureIsNoDamage() throws IOException {
    DataFile file = write(CompressionCodecName.ZSTD, 0);

    assertThatThrownBy(
            () ->
                new PolicyReader(new Configuration())
                    .read(
                        root(),
                        file,
                        policy -> {
                          throw new IOException("No space left on device");
                        }))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void aDiskThatFailsIsNoDamage() throws IOException {
    DataFile file = write(CompressionCodecName.ZSTD, 0);
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", BrokenDisk.class, FileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);

    assertThatThrownBy(() -> read(hadoop, file))
        .isInstanceOf(IOException.class)
        .hasMessage("Input/output error");
  }

  /** A disk that is there and cannot be read. */
  public static final class BrokenDisk extends LocalFileSystem {
    /** Called by Hadoop. */
    public BrokenDisk() {
      super(
          new RawLocalFileSystem() {
            @Override
            public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferSize)
                throws IOException {
              throw new IOException("Input/output error");
            }
          });
    }
  }

  @Test
  void aFileThatFitsIntoMemoryIsReadOnce() throws IOException {
    DataFile file = write(CompressionCodecName.UNCOMPRESSED, 2 << 20);

    assertThat(file.bytes()).isBetween(24L << 20, 32L << 20);
    assertThat(bytesRead(file)).isEqualTo(file.bytes());
  }

  private long bytesRead(DataFile file) throws IOException {
    StorageStatistics disk = FileSystem.getGlobalStorageStatistics().get("file");
    long before = disk.getLong("bytesRead");
    assertThat(read(new Configuration(), file)).hasSize(3);
    return disk.getLong("bytesRead") - before;
  }
}

package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.testing.Policies;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyDatasetTest {
  @TempDir Path directory;
  private PolicyDataset dataset;

  @BeforeEach
  void open() throws IOException {
    dataset = open(CompressionCodecName.ZSTD);
  }

  private PolicyDataset open(CompressionCodecName codec) throws IOException {
    return new PolicyDataset(
        new Configuration(),
        new org.apache.hadoop.fs.Path(directory.toUri()),
        new ReturnBuckets(20),
        codec);
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "SNAPPY", "UNCOMPRESSED"})
  void readsBackEveryBitOfWhatWasWritten(CompressionCodecName codec) throws IOException {
    dataset = open(codec);
    CommitEntry commit = dataset.commit(3, write("0", 3, 7, 0));

    List<StoredPolicy> policies = dataset.readPolicies(commit, policy -> true);

    assertThat(policies).hasSize(7);
    for (int i = 0; i < 7; i++) {
      StoredPolicy expected = Policies.stored(3, i, i / 10.0, i % 3);
      assertThat(policies.get(i).row()).isEqualTo(expected.row());
      assertThat(bits(policies.get(i).weights())).isEqualTo(bits(expected.weights()));
    }
    assertThat(dataset.readRows(commit))
        .isEqualTo(policies.stream().map(StoredPolicy::row).toList());
    assertThat(dataset.readPolicies(commit, policy -> policy == 4))
        .extracting(policy -> policy.row().policy())
        .containsExactly(4);
    List<StoredWeights> weights = new ArrayList<>();
    dataset.visitWeights(commit, file -> true, policy -> policy == 5, weights::add);
    assertThat(weights).hasSize(1);
    assertThat(weights.get(0).policy()).isEqualTo(5);
    assertThat(weights.get(0).scaledReturn()).isEqualTo(0.5);
    assertThat(bits(weights.get(0).weights())).isEqualTo(bits(policies.get(5).weights()));
  }

  @Test
  void localDisksHoldTheFilesThemselvesAndNothingBeside() throws IOException {
    dataset.commit(3, write("0", 3, 2, 0));

    assertThat(Runs.files(directory))
        .hasSize(3)
        .filteredOn(name -> !name.startsWith("_commits"))
        .allMatch(name -> name.endsWith("/part-0.parquet"));
    try (Stream<Path> all = Files.walk(directory)) {
      assertThat(all).noneMatch(file -> file.toString().endsWith(".crc"));
    }
  }

  @Test
  void partitionsByReturnBucket() throws IOException {
    CommitEntry commit = dataset.commit(3, write("7-21", 3, 7, 0));

    assertThat(commit.rows()).isEqualTo(7);
    assertThat(commit.files())
        .extracting(DataFile::path)
        .allMatch(
            path ->
                path.matches("iteration=3/writer=w\\w{8}/return_bucket=[012]/part-7-21.parquet"));
    for (DataFile file : commit.files()) {
      byte[] content = Files.readAllBytes(directory.resolve(file.path()));
      assertThat(content).hasSize((int) file.bytes());
      assertThat(Sha256.hex(content)).isEqualTo(file.sha256());
    }
  }

  @Test
  void anIterationThatIsNotCommittedDoesNotExist() throws IOException {
    write("0", 0, 4, 0);

    assertThat(dataset.find(0)).isEmpty();
    assertThat(dataset.commits()).isEmpty();
  }

  @Test
  void refusesASecondCommitOfAnIteration() throws IOException {
    CommitEntry first = dataset.commit(0, write("0", 0, 4, 0));
    PolicyDataset other = open(CompressionCodecName.ZSTD);

    assertThatThrownBy(() -> other.commit(0, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("Iteration 0 is already committed")
        .hasMessageContaining("another driver writes to this run");
    assertThat(dataset.find(0)).contains(first);
    assertThat(filesBelow("_commits")).containsExactly("iteration-000000000.json");
  }

  @Test
  void removesLeftoversAndNothingElse() throws IOException {
    CommitEntry kept = dataset.commit(0, write("0", 0, 4, 0));
    write("9", 0, 4, 0);
    PolicyDataset deadDriver = open(CompressionCodecName.ZSTD);
    write(deadDriver, "0", 1, 3, 0);
    Files.writeString(
        directory.resolve(
            "_commits/.iteration-000000001.json.01234567-89ab-cdef-0123-456789abcdef"),
        "{");

    assertThat(dataset.removeLeftovers()).isEqualTo(3);
    assertThat(dataset.removeLeftovers(1)).as("it may still be committed").isZero();

    assertThat(dataset.readRows(kept)).hasSize(4);
    CommitEntry second = dataset.commit(1, write("0", 1, 2, 0));
    assertThat(dataset.removeLeftovers(1)).isEqualTo(3);
    assertThat(dataset.readRows(second)).hasSize(2);
    assertThatThrownBy(() -> deadDriver.commit(1, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(filesBelow("_commits")).noneMatch(name -> name.startsWith(".iteration-000000001"));
    assertThat(dataset.removeLeftovers()).isZero();
  }

  @Test
  void namesTheFileThatIsMissingCutOffOrFlipped() throws IOException {
    CommitEntry commit = dataset.commit(0, write("0", 0, 1, 0));
    Path file = directory.resolve(commit.files().get(0).path());
    byte[] content = Files.readAllBytes(file);

    Files.write(file, java.util.Arrays.copyOf(content, content.length - 9));
    assertDamaged(commit, file, "the commit log says " + content.length);

    int inWeights = content.length / 8;
    content[inWeights] ^= 1;
    Files.write(file, content);
    assertDamaged(commit, file, "The file is damaged: restore it from a copy");

    Files.delete(file);
    assertDamaged(commit, file, "the commit log names the file, but it is missing");
  }

  private void assertDamaged(CommitEntry commit, Path file, String message) {
    assertThatThrownBy(() -> dataset.readPolicies(commit, policy -> true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void namesTheLogEntryThatIsDamaged() throws IOException {
    dataset.commit(0, write("0", 0, 1, 0));
    Path entry = directory.resolve("_commits/iteration-000000000.json");
    Files.writeString(entry, Files.readString(entry).substring(20));

    assertThatThrownBy(() -> dataset.find(0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Cannot read the commit log entry")
        .hasMessageContaining(entry.getFileName().toString());
  }

  private List<DataFile> write(String task, int iteration, int count, int first)
      throws IOException {
    return write(dataset, task, iteration, count, first);
  }

  private static List<DataFile> write(
      PolicyDataset dataset, String task, int iteration, int count, int first) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (PolicyWriter writer = dataset.writers(iteration).open(task)) {
      for (int i = first; i < first + count; i++) {
        writer.write(Policies.stored(iteration, i, i / 10.0, i % 3));
      }
      files.addAll(writer.finish());
    }
    return files;
  }

  private List<String> filesBelow(String name) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(name))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}

package io.github.udrlpg.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.testing.Policies;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the files, seen with Parquet's own tools. */
class PolicyFileTest {
  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path write(CompressionCodecName codec, StoredPolicy... policies)
      throws IOException {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(directory.toUri());
    try (PolicyWriter writer = new PolicyWriter(hadoop, root, "i", "0", codec)) {
      for (StoredPolicy policy : policies) {
        writer.write(policy);
      }
      return new org.apache.hadoop.fs.Path(root, writer.finish().get(0).path());
    }
  }

  private List<BlockMetaData> rowGroups(org.apache.hadoop.fs.Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getFooter().getBlocks();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "SNAPPY", "UNCOMPRESSED"})
  void everyColumnIsPlainCompressedAndInTheOrderOfTheSchema(CompressionCodecName codec)
      throws IOException {
    // Another writer of the process, a table of metrics for one, may want dictionaries.
    ParquetProperties.builder().withDictionaryEncoding(true).build();
    List<BlockMetaData> groups = rowGroups(write(codec, Policies.stored(3, 1, 0.5, 0)));

    List<ColumnChunkMetaData> columns = groups.get(0).getColumns();
    assertThat(columns)
        .extracting(column -> column.getPath().toArray())
        .containsExactlyElementsOf(PolicySchema.of("i/return_bucket=0/part-0").getPaths());
    assertThat(columns).allMatch(column -> column.getCodec() == codec);
    assertThat(columns)
        .allMatch(column -> column.getEncodings().contains(Encoding.PLAIN))
        .noneMatch(ColumnChunkMetaData::hasDictionaryPage);
    ColumnChunkMetaData weights = columns.get(8);
    assertThat(weights.getPath().toDotString()).isEqualTo("weights.list.element");
    assertThat(weights.getValueCount()).isEqualTo(6);
    assertThat(weights.getStatistics().maxAsString()).isEqualTo(Float.toString(Float.MAX_VALUE));
  }

  @ParameterizedTest
  @EnumSource(names = {"ZSTD", "SNAPPY", "UNCOMPRESSED"})
  void parquetsOwnReaderFindsTheSameWeights(CompressionCodecName codec) throws IOException {
    org.apache.hadoop.fs.Path file =
        write(codec, Policies.stored(3, 1, 0.5, 0), Policies.stored(3, 2, 0.5, 0));

    assertThat(weights(file))
        .containsExactly(
            boxed(Policies.stored(3, 1, 0.5, 0).weights()),
            boxed(Policies.stored(3, 2, 0.5, 0).weights()));
  }

  @Test
  void manyPoliciesMakeSeveralRowGroups() throws IOException {
    int count = 2 << 20;
    StoredPolicy[] policies = new StoredPolicy[5];
    for (int i = 0; i < policies.length; i++) {
      float[] weights = new float[count];
      Arrays.fill(weights, i);
      policies[i] = new StoredPolicy(Policies.stored(0, i, 0.5, 0).row(), weights);
    }

    org.apache.hadoop.fs.Path file = write(CompressionCodecName.UNCOMPRESSED, policies);

    assertThat(rowGroups(file)).extracting(BlockMetaData::getRowCount).containsExactly(2L, 2L, 1L);
    List<StoredPolicy> read = new ArrayList<>();
    new PolicyReader(hadoop).readPolicies(file, committed(file), policy -> policy >= 3, read::add);
    assertThat(read).extracting(policy -> policy.row().policy()).containsExactly(3, 4);
    assertThat(read.get(1).weights()).hasSize(count).containsOnly(4f);

    DataFile committed = committed(file);
    try (FileChannel channel = FileChannel.open(Path.of(file.toUri()), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {77}), committed.bytes() / 2);
    }
    assertThatThrownBy(
            () -> new PolicyReader(hadoop).readPolicies(file, committed, policy -> true, read::add))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("its SHA-256 is not the one in the commit log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2", ""})
  void refusesRowsOfAnOlderOrNewerSchema(String version) throws IOException {
    org.apache.hadoop.fs.Path file =
        rewrite(
            write(CompressionCodecName.SNAPPY, Policies.stored(3, 1, 0.5, 0)),
            version.isEmpty() ? Map.of() : Map.of(PolicySchema.VERSION_KEY, version));

    assertThatThrownBy(() -> new PolicyReader(hadoop).readRows(file, committed(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            Text.format(
                    "Cannot read %s: its rows have schema version %s, this program reads version"
                        + " 1.",
                    file, version.isEmpty() ? null : version)
                + " Use the udrlpg-spark that wrote it: versions in run.json names its revision");
  }

  /** Returns what the commit log would say of a file. */
  private static DataFile committed(org.apache.hadoop.fs.Path file) throws IOException {
    byte[] content = Files.readAllBytes(Path.of(file.toUri()));
    return new DataFile(
        file.getParent().getName() + "/" + file.getName(), 0, content.length, Sha256.hex(content));
  }

  /** Lets Parquet's own writer write the rows of a file, several to a page. */
  private org.apache.hadoop.fs.Path rewrite(
      org.apache.hadoop.fs.Path ours, Map<String, String> metadata) throws IOException {
    org.apache.hadoop.fs.Path theirs =
        new org.apache.hadoop.fs.Path(directory.resolve("return_bucket=0/theirs.parquet").toUri());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(theirs, hadoop))
            .withType(PolicySchema.of("return_bucket=0/theirs.parquet"))
            .withDictionaryEncoding(false)
            .withExtraMetaData(metadata)
            .build()) {
      for (Group row : groups(ours)) {
        writer.write(row);
      }
    }
    return theirs;
  }

  @Test
  void refusesPagesThatAreNotOneRow() throws IOException {
    org.apache.hadoop.fs.Path ours =
        write(
            CompressionCodecName.SNAPPY,
            Policies.stored(3, 1, 0.5, 0),
            Policies.stored(3, 2, 0.25, 0));
    org.apache.hadoop.fs.Path theirs =
        rewrite(ours, Map.of(PolicySchema.VERSION_KEY, Integer.toString(PolicySchema.VERSION)));

    assertThatThrownBy(
            () ->
                new PolicyReader(hadoop)
                    .readPolicies(theirs, committed(theirs), policy -> true, policy -> {}))
        .hasStackTraceContaining("is not one whole row")
        .hasMessageContaining(theirs.getName());
  }

  @Test
  void refusesAPolicyWithoutWeights() {
    StoredPolicy empty = new StoredPolicy(Policies.stored(0, 0, 0.5, 0).row(), new float[0]);

    assertThatThrownBy(() -> write(CompressionCodecName.ZSTD, empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A policy must have weights, found none");
  }

  @Test
  void neverOverwritesAFile() throws IOException {
    org.apache.hadoop.fs.Path file = write(CompressionCodecName.ZSTD, Policies.stored(0, 0, 1, 0));
    byte[] before = Files.readAllBytes(Path.of(file.toUri()));

    assertThatThrownBy(() -> write(CompressionCodecName.ZSTD, Policies.stored(0, 1, 1, 0)))
        .isInstanceOf(java.nio.file.FileAlreadyExistsException.class)
        .hasMessageContaining("part-0.parquet");
    assertThat(Files.readAllBytes(Path.of(file.toUri()))).isEqualTo(before);
  }

  private List<Group> groups(org.apache.hadoop.fs.Path file) throws IOException {
    List<Group> groups = new ArrayList<>();
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        groups.add((SimpleGroup) group);
      }
    }
    return groups;
  }

  private List<List<Float>> weights(org.apache.hadoop.fs.Path file) throws IOException {
    List<List<Float>> rows = new ArrayList<>();
    for (Group row : groups(file)) {
      Group list = row.getGroup("weights", 0);
      List<Float> weights = new ArrayList<>();
      for (int i = 0; i < list.getFieldRepetitionCount("list"); i++) {
        weights.add(list.getGroup("list", i).getFloat("element", 0));
      }
      rows.add(weights);
    }
    return rows;
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>();
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }
}

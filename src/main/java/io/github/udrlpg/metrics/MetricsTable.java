package io.github.udrlpg.metrics;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.MemoryInputFile;
import io.github.udrlpg.store.NumberedName;
import io.github.udrlpg.store.RunIdentity;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * A table of metrics, written in segments that end where checkpoints stand, so that a resumed run
 * goes on exactly behind what its checkpoint knows.
 *
 * @param <R> the record of a row
 */
public final class MetricsTable<R extends Record> {
  private static final NumberedName FILE_NAME = new NumberedName("until-", 9, ".parquet");

  private final Configuration hadoop;
  private final Path directory;
  private final RecordSchema<R> schema;
  private final RunIdentity identity;
  private final List<R> pending = new ArrayList<>();

  /**
   * Opens a table, which need not exist yet.
   *
   * @param directory where the segments stand
   * @param type the record of a row: numbers and texts only
   */
  public MetricsTable(Configuration hadoop, Path directory, Class<R> type) {
    this(hadoop, directory, type, RunIdentity.UNKNOWN);
  }

  /**
   * Opens a table, which need not exist yet.
   *
   * @param directory where the segments stand
   * @param type the record of a row: numbers and texts only
   * @param identity whose they are: a segment of another run is refused
   */
  public MetricsTable(Configuration hadoop, Path directory, Class<R> type, RunIdentity identity) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.schema = new RecordSchema<>(type);
    this.identity = identity;
  }

  /** Adds a row, which is stored with the next {@link #flush}. */
  public void add(R row) {
    pending.add(row);
  }

  /**
   * Stores the rows added since the last call.
   *
   * @param nextIteration the first iteration that is not in them
   * @throws IOException if the file system refuses; the rows stay pending then
   */
  public void flush(int nextIteration) throws IOException {
    if (pending.isEmpty()) {
      return;
    }
    Path segment = new Path(directory, FILE_NAME.of(nextIteration));
    MemoryOutputFile file = new MemoryOutputFile();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withConf(hadoop)
            .withType(schema.message())
            .withExtraMetaData(identity.metadata())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (R row : pending) {
        writer.write(schema.toGroup(row));
      }
    }
    AtomicFiles.replace(hadoop, segment, ParquetSeal.seal(file.content()));
    pending.clear();
  }

  /**
   * Removes the segments behind a checkpoint, whose rows a resumed run measures again, and what a
   * driver left that died while it wrote one.
   *
   * @param nextIteration the first iteration that the checkpoint does not know
   */
  public void truncate(int nextIteration) throws IOException {
    AtomicFiles.removeTemporary(hadoop, directory);
    for (Path segment : segments().tailMap(nextIteration, false).values()) {
      directory.getFileSystem(hadoop).delete(segment, false);
    }
  }

  /**
   * Reads all stored rows, in the order they were added.
   *
   * @throws InvalidInputException if a segment is damaged, or of another run
   */
  public List<R> read() throws IOException {
    List<R> rows = new ArrayList<>();
    for (Path segment : segments().values()) {
      rows.addAll(read(segment));
    }
    return rows;
  }

  /**
   * Reads the last stored row, from the newest segment alone, for who follows a run from outside.
   *
   * @throws InvalidInputException if the segment is damaged
   */
  public Optional<R> readLast() throws IOException {
    NavigableMap<Integer, Path> segments = segments();
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    List<R> rows = read(segments.lastEntry().getValue());
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(rows.size() - 1));
  }

  private List<R> read(Path segment) throws IOException {
    byte[] content = AtomicFiles.read(hadoop, segment);
    if (!ParquetSeal.isIntact(content)) {
      throw damaged(segment, "its SHA-256 is not the one in it", null);
    }
    List<R> rows = new ArrayList<>();
    // Not Parquet's reader of records, which reads Hadoop's default configuration files each time.
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop).usePageChecksumVerification(true).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new MemoryInputFile(content), options)) {
      identity.require(segment, RunIdentity.of(reader.getFileMetaData().getKeyValueMetaData()));
      MessageType type = reader.getFileMetaData().getSchema();
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(type);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(pages, new GroupRecordConverter(type));
        for (long row = 0; row < pages.getRowCount(); row++) {
          rows.add(schema.toRecord(records.read()));
        }
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Parquet reports damage in many ways.
      throw damaged(segment, e.getMessage(), e);
    }
    return rows;
  }

  private static InvalidInputException damaged(Path segment, String reason, Exception cause) {
    return new InvalidInputException(
        Text.format(
            "Cannot read the metrics in %s: %s. Remove the file to go on without them",
            segment, reason),
        cause);
  }

  /** The segments by the iteration that they end before; whatever else stands there is not ours. */
  private NavigableMap<Integer, Path> segments() throws IOException {
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    return FILE_NAME.index(
        fileSystem.exists(directory)
            ? Arrays.stream(fileSystem.listStatus(directory)).map(FileStatus::getPath).toList()
            : List.of());
  }
}

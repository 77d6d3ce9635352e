package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;

/**
 * Reads whole data files and checks length and SHA-256 of what was read, in one pass and with no
 * more than a row group on the heap.
 */
public final class VerifiedReader {
  private final Configuration hadoop;

  /** Creates a reader. */
  public VerifiedReader(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Receives policies in the order of the file. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes a policy, which is not reused. */
    void visit(StoredPolicy policy) throws IOException;
  }

  /**
   * Reads a file to its end. The visitor has seen its rows before the checksum of the whole is
   * known, so what it made of them counts only if this returns.
   *
   * @param dataset the directory that the file's path is relative to
   * @throws InvalidInputException if the file is missing, damaged or of another schema version
   * @throws IOException if the file system refuses, or the visitor
   */
  public void read(Path dataset, DataFile file, Visitor visitor) throws IOException {
    Path path = requireLength(hadoop, dataset, file);
    VerifiedInputFile input = new VerifiedInputFile(hadoop, path, file);
    try (ParquetFileReader reader = decode(input, () -> open(path, input))) {
      while (true) {
        List<StoredPolicy> group =
            decode(
                input,
                () -> PolicyReader.nextPolicies(reader, columns(reader), file.returnBucket()));
        if (group.isEmpty()) {
          break;
        }
        for (StoredPolicy policy : group) {
          visitor.visit(policy);
        }
      }
      if (!input.isAsExpected()) {
        throw PolicyReader.damaged(path, otherChecksum(file));
      }
    }
  }

  private interface Decoding<T> {
    T run() throws IOException;
  }

  /**
   * Damage shows itself in many ways: as a negative array size, as an array that is too large, as
   * the end of a file. The checksum tells it from a disk or a network that fails.
   */
  private static <T> T decode(VerifiedInputFile input, Decoding<T> decoding) throws IOException {
    try {
      return decoding.run();
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (e instanceof RuntimeException || !input.isWholeAsExpected()) {
        throw PolicyReader.damaged(input.path(), e);
      }
      throw e;
    }
  }

  private ParquetFileReader open(Path path, VerifiedInputFile input) throws IOException {
    ParquetReadOptions options =
        HadoopReadOptions.builder(hadoop, path).usePageChecksumVerification(true).build();
    ParquetFileReader reader = ParquetFileReader.open(input, options);
    try {
      PolicyReader.requireVersion(path, reader.getFileMetaData());
      requirePlausible(reader, input.getLength());
      reader.setRequestedSchema(columns(reader));
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static MessageType columns(ParquetFileReader reader) {
    return reader.getFileMetaData().getSchema().containsField(PolicySchema.BUCKET)
        ? PolicySchema.TYPE
        : PolicySchema.WITHOUT_BUCKET;
  }

  private static IOException otherChecksum(DataFile file) {
    return new IOException("its SHA-256 is not that of the commit log, " + file.sha256());
  }

  /** A damaged footer may ask for more memory than there is. */
  private static void requirePlausible(ParquetFileReader reader, long bytes) {
    reader
        .getRowGroups()
        .forEach(
            group ->
                group
                    .getColumns()
                    .forEach(
                        column -> {
                          long end = column.getStartingPos() + column.getTotalSize();
                          if (column.getStartingPos() < 0
                              || column.getTotalSize() < 0
                              || end < 0
                              || end > bytes) {
                            throw new IllegalStateException(
                                "column %s ends at byte %d of %d"
                                    .formatted(column.getPath(), end, bytes));
                          }
                        }));
  }

  /**
   * Returns where a data file stands, once its length is the one of the commit log.
   *
   * @throws InvalidInputException if it is not, or there is no such file
   */
  static Path requireLength(Configuration hadoop, Path dataset, DataFile file) throws IOException {
    Path path = new Path(dataset, file.path());
    try {
      long bytes = path.getFileSystem(hadoop).getFileStatus(path).getLen();
      if (bytes != file.bytes()) {
        throw new InvalidInputException(
            "Cannot read the policies in %s: it has %d bytes, the commit log says %d. The file is"
                    .formatted(path, bytes, file.bytes())
                + " damaged: restore it from a copy");
      }
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "Cannot read the policies in %s: the commit log names the file, but it is missing."
                  .formatted(path)
              + " Restore it from a copy",
          e);
    }
    return path;
  }
}

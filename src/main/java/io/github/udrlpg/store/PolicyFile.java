package io.github.udrlpg.store;

import java.io.IOException;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.hadoop.CodecFactory.BytesCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/** A Parquet file of policies while it is written: row groups of plain pages with checksums. */
@SuppressWarnings("deprecation") // The successors are missing in the Parquet of Spark 3.5.
final class PolicyFile implements AutoCloseable {
  /** Bounds what a writer holds in memory: each open file buffers at most about this much. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  /** About what an episode takes, and what the columns of single values take together. */
  private static final int EPISODE_BYTES = 32;

  private static final int ROW_BYTES = 128;

  private static final ParquetProperties PROPERTIES =
      ParquetProperties.builder()
          // Weights repeat nowhere, and files are short: a dictionary only costs time.
          .withDictionaryEncoding(false)
          // The default one is shared, and obeys whatever writer of the process was made last.
          .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
          .withPageWriteChecksumEnabled(true)
          .build();

  private final String path;
  private final ChecksummedOutputFile output;
  private final MessageType type;
  private final BytesCompressor compressor;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore columnStore;
  private PolicyColumns columns;
  private long groupRows;
  private long groupBytes;
  private long rows;

  /**
   * Creates the file.
   *
   * @param path its path below the dataset's directory
   * @param type its columns
   * @param compressor shared by the files of a thread
   * @throws IOException if the file system refuses, for one because the file exists
   */
  PolicyFile(
      String path, ChecksummedOutputFile output, MessageType type, BytesCompressor compressor)
      throws IOException {
    this.path = path;
    this.output = output;
    this.type = type;
    this.compressor = compressor;
    this.file =
        new ParquetFileWriter(
            output,
            type,
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            0,
            PROPERTIES.getColumnIndexTruncateLength(),
            PROPERTIES.getStatisticsTruncateLength(),
            PROPERTIES.getPageWriteChecksumEnabled());
    file.start();
    startRowGroup();
  }

  private void startRowGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            compressor,
            type,
            new HeapByteBufferAllocator(),
            PROPERTIES.getColumnIndexTruncateLength(),
            PROPERTIES.getPageWriteChecksumEnabled());
    MessageType written = PolicyColumns.of(type);
    columnStore = PROPERTIES.newColumnWriteStore(written, pages);
    columns = new PolicyColumns(columnStore, written);
    groupRows = 0;
    groupBytes = 0;
  }

  void write(StoredPolicy policy) throws IOException {
    if (groupBytes >= ROW_GROUP_BYTES) {
      endRowGroup();
      startRowGroup();
    }
    columns.write(policy.row());
    WeightsPage.write(policy.weights(), pages.getPageWriter(WeightsPage.COLUMN));
    rows++;
    groupRows++;
    groupBytes += bytes(policy);
  }

  /** Small policies are mostly other columns, which count where many share a file. */
  private static long bytes(StoredPolicy policy) {
    return (long) Float.BYTES * policy.weights().length
        + 4L * Double.BYTES * policy.row().normalizer().size()
        + (long) EPISODE_BYTES * policy.row().episodes().size()
        + ROW_BYTES;
  }

  private void endRowGroup() throws IOException {
    file.startBlock(groupRows);
    columnStore.flush();
    pages.flushToFileWriter(file);
    file.endBlock();
    // The pages are on the heap; with the Parquet of Spark 3.5 they cannot be closed.
    columnStore.close();
  }

  /**
   * Completes the file.
   *
   * @throws IOException if it cannot be completed; it must not be committed then
   */
  DataFile finish() throws IOException {
    endRowGroup();
    file.end(Map.of(PolicySchema.VERSION_KEY, Integer.toString(PolicySchema.VERSION)));
    return new DataFile(path, rows, output.bytes(), output.sha256Hex());
  }

  /** Gives the file up unless it was finished: what it holds is no Parquet then. */
  @Override
  public void close() throws IOException {
    output.close();
  }
}

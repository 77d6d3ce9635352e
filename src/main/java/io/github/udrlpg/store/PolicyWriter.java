package io.github.udrlpg.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;

/**
 * Writes the rows of one task into one Parquet file per return bucket.
 *
 * <p>Files are written under names that no other attempt uses and count only once the driver has
 * committed them, so an attempt that dies or is outrun leaves nothing that is ever read.
 */
public final class PolicyWriter implements AutoCloseable {
  /** Bounds what a writer holds in memory: each open bucket buffers at most this much. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final Configuration hadoop;
  private final Path dataset;
  private final String iterationDirectory;
  private final String fileName;
  private final CompressionCodecName codec;
  private final TreeMap<Integer, OpenFile> openFiles = new TreeMap<>();

  /**
   * Creates a writer; files appear with their first row.
   *
   * @param dataset the dataset's directory
   * @param iterationDirectory the iteration's and writer's directory below it
   * @param task a name that no other task or attempt of this iteration has
   */
  PolicyWriter(
      Configuration hadoop,
      Path dataset,
      String iterationDirectory,
      String task,
      CompressionCodecName codec) {
    this.hadoop = hadoop;
    this.dataset = dataset;
    this.iterationDirectory = iterationDirectory;
    this.fileName = "part-" + task + ".parquet";
    this.codec = codec;
  }

  /**
   * Writes one policy to the file of its return bucket.
   *
   * @throws IOException if the file system refuses
   */
  public void write(StoredPolicy policy) throws IOException {
    int bucket = policy.row().returnBucket();
    OpenFile file = openFiles.get(bucket);
    if (file == null) {
      file = open(bucket);
      openFiles.put(bucket, file);
    }
    file.parquet.write(policy);
    file.rows++;
  }

  private OpenFile open(int bucket) throws IOException {
    String path = iterationDirectory + "/return_bucket=" + bucket + "/" + fileName;
    ChecksummedOutputFile output =
        new ChecksummedOutputFile(HadoopOutputFile.fromPath(new Path(dataset, path), hadoop));
    ParquetWriter<StoredPolicy> parquet =
        new Builder(output)
            .withConf(hadoop)
            .withWriteMode(ParquetFileWriter.Mode.CREATE)
            .withCompressionCodec(codec)
            // Weights repeat nowhere: a dictionary of them only costs time.
            .withDictionaryEncoding(false)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withPageWriteChecksumEnabled(true)
            .build();
    return new OpenFile(path, output, parquet);
  }

  /**
   * Closes all files and returns them in order of their bucket.
   *
   * @throws IOException if a file cannot be completed; none of them may be committed then
   */
  public List<DataFile> finish() throws IOException {
    List<DataFile> finished = new ArrayList<>();
    for (OpenFile file : openFiles.values()) {
      file.parquet.close();
      finished.add(
          new DataFile(file.path, file.rows, file.output.bytes(), file.output.sha256Hex()));
    }
    openFiles.clear();
    return finished;
  }

  /** Gives up what was not finished: open files are closed as well as they can be. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (OpenFile file : openFiles.values()) {
      try {
        file.parquet.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    openFiles.clear();
    if (failure != null) {
      throw failure;
    }
  }

  private static final class OpenFile {
    final String path;
    final ChecksummedOutputFile output;
    final ParquetWriter<StoredPolicy> parquet;
    long rows;

    OpenFile(String path, ChecksummedOutputFile output, ParquetWriter<StoredPolicy> parquet) {
      this.path = path;
      this.output = output;
      this.parquet = parquet;
    }
  }

  private static final class Builder extends ParquetWriter.Builder<StoredPolicy, Builder> {
    Builder(OutputFile output) {
      super(output);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // Its successor is missing in the Parquet of Spark 3.5.
    protected WriteSupport<StoredPolicy> getWriteSupport(Configuration configuration) {
      return new PolicyWriteSupport();
    }
  }
}

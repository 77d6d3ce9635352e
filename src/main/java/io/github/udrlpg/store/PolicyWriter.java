package io.github.udrlpg.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Writes the rows of one task into one Parquet file per return bucket.
 *
 * <p>Files are written under names that no other attempt uses and count only once the driver has
 * committed them, so an attempt that dies or is outrun leaves nothing that is ever read.
 */
public final class PolicyWriter implements AutoCloseable {
  /** What a compressor's buffer begins with: about a page of a small policy. */
  private static final int COMPRESSION_BUFFER_BYTES = 64 << 10;

  private final Configuration hadoop;
  private final Path dataset;
  private final String iterationDirectory;
  private final String task;
  private final CompressionCodecName codec;
  private final CodecFactory codecs;
  private final TreeMap<Integer, PolicyFile> openFiles = new TreeMap<>();

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
    this.task = task;
    this.codec = codec;
    this.codecs = new CodecFactory(hadoop, COMPRESSION_BUFFER_BYTES);
  }

  /**
   * Writes one policy to the file of its return bucket.
   *
   * @throws IOException if the file system refuses
   */
  public void write(StoredPolicy policy) throws IOException {
    int bucket = policy.row().returnBucket();
    PolicyFile file = openFiles.get(bucket);
    if (file == null) {
      file = open(bucket);
      openFiles.put(bucket, file);
    }
    file.write(policy);
  }

  private PolicyFile open(int bucket) throws IOException {
    String path = DataPath.file(iterationDirectory, bucket, task);
    return new PolicyFile(
        path,
        new ChecksummedOutputFile(hadoop, new Path(dataset, path)),
        PolicySchema.of(path),
        codecs.getCompressor(codec));
  }

  /**
   * Closes all files and returns them in order of their bucket.
   *
   * @throws IOException if a file cannot be completed; none of them may be committed then
   */
  public List<DataFile> finish() throws IOException {
    List<DataFile> finished = new ArrayList<>();
    for (PolicyFile file : openFiles.values()) {
      finished.add(file.finish());
    }
    openFiles.clear();
    return finished;
  }

  /** Gives up what was not finished: open files are closed as well as they can be. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (PolicyFile file : openFiles.values()) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    openFiles.clear();
    codecs.release();
    if (failure != null) {
      throw failure;
    }
  }
}

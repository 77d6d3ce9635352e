package io.github.udrlpg.store;

import java.io.Serializable;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Opens the writers of one iteration's tasks; shipped to executors. */
public final class PolicyWriters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HadoopSettings hadoop;
  private final String dataset;
  private final String iterationDirectory;
  private final CompressionCodecName codec;

  PolicyWriters(
      HadoopSettings hadoop,
      String dataset,
      String iterationDirectory,
      CompressionCodecName codec) {
    this.hadoop = hadoop;
    this.dataset = dataset;
    this.iterationDirectory = iterationDirectory;
    this.codec = codec;
  }

  /**
   * Returns what tasks write with whose files are no iteration of a run.
   *
   * @param directory where, below the dataset
   * @param codec compression of the pages: {@code ZSTD}, {@code SNAPPY} or {@code UNCOMPRESSED}
   */
  public static PolicyWriters below(
      HadoopSettings hadoop, Path dataset, String directory, String codec) {
    return new PolicyWriters(
        hadoop, dataset.toString(), directory, CompressionCodecName.valueOf(codec));
  }

  /**
   * Opens the writer of one task attempt.
   *
   * @param task a name that no other task or attempt of this iteration has
   */
  public PolicyWriter open(String task) {
    return new PolicyWriter(
        hadoop.configuration(), UserPath.written(dataset), iterationDirectory, task, codec);
  }
}

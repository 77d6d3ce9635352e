package io.github.udrlpg.store;

import io.github.udrlpg.buffer.ReturnBuckets;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Our own commit log. */
final class OurCommits implements CommitWay {
  private final Configuration hadoop;
  private final Path root;
  private final PolicyDataset dataset;

  OurCommits(Configuration hadoop, Path root) throws IOException {
    this.hadoop = hadoop;
    this.root = root;
    this.dataset = open(hadoop, root);
  }

  static PolicyDataset open(Configuration hadoop, Path root) throws IOException {
    return new PolicyDataset(
        hadoop, root, new ReturnBuckets(20), CompressionCodecName.UNCOMPRESSED);
  }

  @Override
  public String name() {
    return "our commit log";
  }

  @Override
  public void commit(int iteration, List<DataFile> files) throws IOException {
    dataset.commit(iteration, files);
  }

  @Override
  public long countPublished() throws IOException {
    return open(hadoop, root).commits().stream().mapToLong(entry -> entry.files().size()).sum();
  }

  @Override
  public Path metadata() {
    return new Path(root, "_commits");
  }
}

package io.github.udrlpg.testing;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.StoredPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** What a run has committed, for comparison with another run. */
public final class Dataset {
  private Dataset() {}

  /** Opens the policies of a run. */
  public static PolicyDataset open(Path run) throws IOException {
    return open(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()));
  }

  /** Opens the policies of a run under any file system of Hadoop's. */
  public static PolicyDataset open(Configuration hadoop, org.apache.hadoop.fs.Path run)
      throws IOException {
    return new PolicyDataset(
        hadoop,
        new org.apache.hadoop.fs.Path(run, "policies"),
        new ReturnBuckets(20),
        CompressionCodecName.ZSTD);
  }

  /** Returns every committed row with a hash of its weights' bits, in order. */
  public static List<String> rows(Path run) throws IOException {
    return rows(open(run));
  }

  /** Returns every committed row with a hash of its weights' bits, in order. */
  public static List<String> rows(PolicyDataset dataset) throws IOException {
    List<String> rows = new ArrayList<>();
    for (CommitEntry commit : dataset.commits()) {
      for (StoredPolicy policy : dataset.readPolicies(commit, index -> true)) {
        rows.add(policy.row() + " weights " + Arrays.hashCode(policy.weights()));
      }
    }
    return rows;
  }
}

package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a real HDFS, name node and data node in this process: the same rows, the same rules. */
class HdfsTest extends SharedStorageTests {
  @TempDir static java.nio.file.Path directory;
  private static MiniDFSCluster cluster;
  private static Configuration hadoop;
  private static Locale format;

  @BeforeAll
  static void start() throws IOException {
    // The name node, which is in this process, looks for its files in the digits of the locale.
    format = Locale.getDefault(Locale.Category.FORMAT);
    Text.formatAsEverywhere();
    hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(hadoop).numDataNodes(1).build();
    cluster.waitClusterUp();
  }

  @AfterAll
  static void stop() {
    Locale.setDefault(Locale.Category.FORMAT, format);
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  @Tag("faults")
  void aPathNeedsNoNameNode() throws IOException {
    Path run = new Path("hdfs:///no-name-node");

    Runs.train(hadoop, run, Runs.instant());

    assertThat(Dataset.rows(Dataset.open(hadoop, path("/no-name-node")))).hasSize(60);
  }

  @Override
  Configuration hadoop() {
    return hadoop;
  }

  @Override
  Path path(String name) throws IOException {
    return new Path(cluster.getFileSystem().getUri() + name);
  }
}

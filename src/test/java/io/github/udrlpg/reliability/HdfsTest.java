package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.compact.Card;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.train.TrainingListener;
import io.github.udrlpg.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on a real HDFS, name node and data node in this process: the same rows, the same rules. */
@Tag("native")
class HdfsTest {
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir static Path directory;
  private static MiniDFSCluster cluster;
  private static Configuration hadoop;

  @BeforeAll
  static void start() throws IOException {
    hadoop = new Configuration();
    hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(hadoop).numDataNodes(1).build();
    cluster.waitClusterUp();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.shutdown();
    }
  }

  @Test
  void aRunTrainsResumesEvaluatesAndReportsAsOnALocalDisk() throws IOException {
    ConfigLoader.Loaded shorter = Runs.tiny("training.max-env-steps=11000");
    ConfigLoader.Loaded longer = Runs.tiny("training.max-env-steps=17000");
    Path local = directory.resolve("local");
    Runs.open(local, longer.settings()).train(new LocalRolloutRunner(), SILENT);
    org.apache.hadoop.fs.Path run = path("/runs/one");

    RunDirectory begun = RunDirectory.create(hadoop, run, shorter, Map.of());
    TrainingRun training = begun.training();
    begun.begin();
    begun.end(training.train(new LocalRolloutRunner(), SILENT), training, List.of());
    RunDirectory resumed = RunDirectory.open(hadoop, run, List.of("training.max-env-steps=17000"));
    training = resumed.training();
    resumed.begin();
    resumed.end(training.train(new LocalRolloutRunner(), SILENT), training, List.of());

    assertThat(withoutRun(Dataset.rows(Dataset.open(hadoop, run))))
        .isEqualTo(withoutRun(Dataset.rows(local)));
    assertThat(resumed.summary().orElseThrow()).contains("\"env_steps\" : 17000");
    assertThat(training.evaluate(new LocalRolloutRunner(), List.of(0.2), 2, SILENT)).hasSize(1);
    assertThat(exists("/runs/one/report/index.html")).isTrue();
    assertThat(names(run)).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void ofTwoDriversOneCommits() throws IOException {
    PolicyDataset first = Dataset.open(hadoop, path("/runs/two"));
    PolicyDataset second = Dataset.open(hadoop, path("/runs/two"));
    first.commit(0, List.of());

    assertThatThrownBy(() -> second.commit(0, List.of()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("Iteration 0 is already committed");
    assertThat(names(path("/runs/two"))).containsExactly("iteration-000000000.json");
  }

  @Test
  void aCompactionMakesTheSameBytesAsOnALocalDiskAndCompletesOneThatDied() throws IOException {
    Path local = directory.resolve("compacted");
    Runs.train(
        hadoop,
        path("/runs/three"),
        Runs.instant("store.partition-buckets=3", "training.max-env-steps=20"));
    List<DataFile> expected =
        Compacted.make(hadoop, Compacted.request(local.toUri(), path("/runs/three"))).files();
    org.apache.hadoop.fs.Path out = path("/datasets/three");
    FileSystem fileSystem = cluster.getFileSystem();
    fileSystem.create(new org.apache.hadoop.fs.Path(out, "_compacting.json")).close();
    fileSystem
        .create(new org.apache.hadoop.fs.Path(out, "return_bucket=3/part-00000.parquet"))
        .close();
    fileSystem
        .create(new org.apache.hadoop.fs.Path(out, "_temporary/x/return_bucket=3/part-0.parquet"))
        .close();

    Card card = Compacted.make(hadoop, Compacted.request(out, path("/runs/three")));

    assertThat(card.files()).isEqualTo(expected);
    assertThat(Compacted.policies(hadoop, out, card)).hasSize(20);
    assertThat(names(out))
        .hasSize(expected.size() + 2)
        .contains("_card.json", "_card.md")
        .noneMatch(name -> name.startsWith("."));
  }

  private static boolean exists(String file) throws IOException {
    return cluster.getFileSystem().exists(new org.apache.hadoop.fs.Path(file));
  }

  private static org.apache.hadoop.fs.Path path(String name) throws IOException {
    return new org.apache.hadoop.fs.Path(cluster.getFileSystem().getUri() + name);
  }

  /** The run's name alone tells where a row is from. */
  private static List<String> withoutRun(List<String> rows) {
    return rows.stream().map(row -> row.replaceFirst("run=[^,]*", "run")).toList();
  }

  private static List<String> names(org.apache.hadoop.fs.Path below) throws IOException {
    FileSystem fileSystem = cluster.getFileSystem();
    List<String> names = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> files = fileSystem.listFiles(below, true);
    while (files.hasNext()) {
      names.add(files.next().getPath().getName());
    }
    return names;
  }
}

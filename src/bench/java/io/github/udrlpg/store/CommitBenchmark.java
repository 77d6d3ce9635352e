package io.github.udrlpg.store;

import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Policies;
import io.github.udrlpg.text.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times the commit of an iteration's files by our log and by what else could do it, which all
 * publish the same files, written beforehand, in turn.
 */
@Command(
    name = "commit",
    description =
        "The commit of an iteration's files: ours, Spark's file-sink log, Iceberg and Delta.",
    showDefaultValues = true)
public final class CommitBenchmark implements Callable<Integer> {
  private static final int BUCKETS = 4;

  @Option(names = "--iterations", description = "Commits of each way, one after the other.")
  private int iterations = 500;

  @Option(names = "--files", description = "Data files of an iteration, over 4 return buckets.")
  private int files = 8;

  @Option(names = "--window", description = "Commits at the beginning and end that are reported.")
  private int window = 50;

  @Option(names = "--warm-up", description = "Commits of each way to other tables beforehand.")
  private int warmUp = 100;

  @Option(names = "--reads", description = "Listings of all files by each way, interleaved.")
  private int reads = 11;

  @Option(names = "--hdfs", description = "On an HDFS in this process, not on the local disk.")
  private boolean hdfs;

  @Override
  public Integer call() throws IOException {
    if (window < 1 || iterations < 2 * window) {
      throw new IllegalArgumentException("--iterations must be at least twice --window");
    }
    java.nio.file.Path directory = Files.createTempDirectory("commit-benchmark");
    try (SparkSession session = SparkSession.builder().config(LocalSpark.conf(2)).getOrCreate()) {
      if (hdfs) {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toString());
        // A client that closes a file before the name node has heard of it from the data node waits
        // as long as this, by default 400 ms. Here it is always before, whichever way it is.
        hadoop.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 1);
        try (MiniDFSCluster cluster = new MiniDFSCluster.Builder(hadoop).numDataNodes(1).build()) {
          measure(session, new Path(cluster.getFileSystem().getUri() + "/"));
        }
      } else {
        measure(session, new Path(directory.toUri()));
      }
    } finally {
      FileUtil.fullyDelete(directory.toFile());
    }
    return 0;
  }

  private void measure(SparkSession session, Path directory) throws IOException {
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    commit(hadoop, ways(session, hadoop, new Path(directory, "warm-up")), warmUp);
    List<CommitWay> ways = ways(session, hadoop, new Path(directory, "measured"));
    double[][] commits = commit(hadoop, ways, iterations);
    double[][] listings = list(ways);
    System.out.printf(
        Locale.ROOT,
        "%d commits of %d files on %s; ms (times ours): medians and means of the first and last"
            + " %d commits, median of %d listings by a new reader%n%n",
        iterations,
        files,
        hdfs ? "HDFS" : "a local disk",
        window,
        reads);
    System.out.printf(
        Locale.ROOT,
        "%-22s %15s %15s %15s %15s %15s %8s %9s %6s%n",
        "",
        "first, median",
        "first, mean",
        "last, median",
        "last, mean",
        "list all",
        "files",
        "kB",
        "MiB");
    double[] ours = figures(commits[0], listings[0]);
    FileSystem fileSystem = AtomicFiles.fileSystem(hadoop, directory);
    for (int way = 0; way < ways.size(); way++) {
      print(ways.get(way), figures(commits[way], listings[way]), ours, fileSystem);
    }
    System.out.println("\nfiles, kB: metadata at the end. MiB: jars that Spark does not bring.");
  }

  private static List<CommitWay> ways(SparkSession session, Configuration hadoop, Path directory)
      throws IOException {
    return List.of(
        new OurCommits(hadoop, directory),
        new SinkCommits(session, directory),
        new IcebergCommits(hadoop, directory),
        new DeltaCommits(hadoop, directory));
  }

  /** Returns the milliseconds of each commit, [way][iteration]. */
  private double[][] commit(Configuration hadoop, List<CommitWay> ways, int count)
      throws IOException {
    PolicyDataset dataset = OurCommits.open(hadoop, ways.get(0).metadata().getParent());
    List<List<DataFile>> written = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      written.add(write(dataset.writers(i), i));
    }
    double[][] times = new double[ways.size()][count];
    for (int i = 0; i < count; i++) {
      for (int turn = 0; turn < ways.size(); turn++) {
        // Nobody always follows the same one, whose writes the disk may still be busy with.
        int way = (turn + i) % ways.size();
        long start = System.nanoTime();
        ways.get(way).commit(i, written.get(i));
        times[way][i] = (System.nanoTime() - start) * 1e-6;
      }
    }
    return times;
  }

  /** Writes an iteration's files, each of one small policy: their content is not looked at. */
  private List<DataFile> write(PolicyWriters writers, int iteration) throws IOException {
    List<DataFile> written = new ArrayList<>();
    for (int first = 0; first < files; first += BUCKETS) {
      try (PolicyWriter writer = writers.open(Integer.toString(first / BUCKETS))) {
        for (int policy = first; policy < Math.min(files, first + BUCKETS); policy++) {
          writer.write(Policies.stored(iteration, policy, 0.5, policy % BUCKETS));
        }
        written.addAll(writer.finish());
      }
    }
    return written;
  }

  /** Returns the milliseconds of each listing, [way][repetition]. */
  private double[][] list(List<CommitWay> ways) throws IOException {
    double[][] times = new double[ways.size()][reads];
    for (int i = 0; i < reads; i++) {
      for (int way = 0; way < ways.size(); way++) {
        long start = System.nanoTime();
        long found = ways.get(way).countPublished();
        times[way][i] = (System.nanoTime() - start) * 1e-6;
        if (found != (long) iterations * files) {
          throw new IllegalStateException(
              Text.format(
                  "%s lists %d files, %d were committed",
                  ways.get(way).name(), found, iterations * files));
        }
      }
    }
    return times;
  }

  private double[] figures(double[] commits, double[] listings) {
    double[] first = Arrays.copyOf(commits, window);
    double[] last = Arrays.copyOfRange(commits, commits.length - window, commits.length);
    return new double[] {median(first), mean(first), median(last), mean(last), median(listings)};
  }

  private static void print(CommitWay way, double[] figures, double[] ours, FileSystem fileSystem)
      throws IOException {
    StringBuilder line = new StringBuilder(Text.format("%-22s", way.name()));
    for (int i = 0; i < figures.length; i++) {
      line.append(Text.format(" %7.1f (%5.1f)", figures[i], figures[i] / ours[i]));
    }
    // The raw file system: checksum files beside them count too.
    ContentSummary metadata = fileSystem.getContentSummary(way.metadata());
    System.out.printf(
        Locale.ROOT,
        "%s %8d %9.0f %6.1f%n",
        line,
        metadata.getFileCount(),
        metadata.getLength() * 1e-3,
        way.jars().stream().mapToLong(CommitBenchmark::jarBytes).sum() / (double) (1 << 20));
  }

  private static long jarBytes(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).length();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

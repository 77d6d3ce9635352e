package io.github.udrlpg.spark;

import io.github.udrlpg.benchmark.FreshJvm;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.compact.Compaction;
import io.github.udrlpg.compact.CompactionRequest;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.PolicyWriter;
import io.github.udrlpg.store.StoredPolicy;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times a compaction of Hopper policies with a heap of 1 GiB. Beside it, in the same process, a
 * plain copy of the files, and Spark's own way to bring rows into files by return bucket.
 */
@Command(
    name = "compact",
    description = "A compaction of Hopper policies against a copy and Spark's own, on local[2].",
    showDefaultValues = true)
public final class CompactionBenchmark implements Callable<Integer> {
  private static final int WEIGHTS = 69_635;
  private static final double MEBIBYTE = 1 << 20;

  @Option(names = "--policies", description = "Policies of the run.")
  private int policies = 2000;

  @Option(names = "--per-iteration", description = "Policies of an iteration.")
  private int perIteration = 16;

  @Option(names = "--repetitions", description = "Timed repetitions of each way, interleaved.")
  private int repetitions = 5;

  @Option(names = "--heap", description = "Java heap.")
  private String heap = "1g";

  @Option(names = "--directory", hidden = true, description = "Where the process works.")
  private Path directory;

  private interface Way {
    void write(Path out) throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    if (directory == null) {
      return FreshJvm.inTemporaryDirectory(
          place ->
              FreshJvm.run(
                  "-Xmx" + heap,
                  List.of(
                      "compact",
                      "--policies=" + policies,
                      "--per-iteration=" + perIteration,
                      "--repetitions=" + repetitions,
                      "--heap=" + heap,
                      "--directory=" + place)));
    }
    Path run = directory.resolve("run");
    write(run);
    try (JavaSparkContext spark = LocalSpark.start(2);
        SparkSession session = SparkSession.builder().getOrCreate()) {
      session.conf().set("spark.sql.parquet.compression.codec", "zstd");
      List<String> names = List.of("copy, one thread", "ours", "Spark's own");
      List<Way> ways =
          List.of(
              out -> copy(run, out), out -> ours(spark, run, out), out -> own(session, run, out));
      double[][] seconds = new double[ways.size()][repetitions];
      for (int i = -1; i < repetitions; i++) {
        for (int way = 0; way < ways.size(); way++) {
          double taken = measure(ways.get(way));
          if (i >= 0) {
            seconds[way][i] = taken;
          }
        }
      }
      print(names, seconds, mebibytes(run.resolve("policies")));
    }
    FreshJvm.printMemory();
    return 0;
  }

  private double measure(Way way) throws IOException {
    Path out = directory.resolve("out");
    long start = System.nanoTime();
    way.write(out);
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf(Locale.ROOT, "  %.2f s, %.0f MiB%n", seconds, mebibytes(out));
    FileUtil.fullyDelete(out.toFile());
    return seconds;
  }

  private static void copy(Path run, Path out) throws IOException {
    for (String name : Runs.files(run.resolve("policies"))) {
      Path target = out.resolve(name);
      Files.createDirectories(target.getParent());
      Files.copy(run.resolve("policies").resolve(name), target);
      // As ours does: what is done is on the disk.
      try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  private static void ours(JavaSparkContext spark, Path run, Path out) throws IOException {
    CompactionRequest request =
        new CompactionRequest(
            List.of(run.toString()), out.toString(), 256, OptionalInt.empty(), Compression.ZSTD);
    Compaction.prepare(new Configuration(), request, warning -> {})
        .run(new SparkCompaction(spark, file -> {}), Map.of());
  }

  private static void own(SparkSession session, Path run, Path out) {
    session
        .read()
        .parquet(run.resolve("policies").toString())
        .repartition(org.apache.spark.sql.functions.col("return_bucket"))
        .write()
        .mode(SaveMode.ErrorIfExists)
        .partitionBy("return_bucket")
        .parquet(out.toString());
  }

  private void write(Path run) throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(run.toUri());
    ConfigLoader.Loaded loaded = ConfigLoader.load(Path.of("conf/hopper-v4-paper.conf"), List.of());
    RunDirectory begun = RunDirectory.create(new Configuration(), path, loaded, Map.of());
    begun.begin();
    PolicyDataset dataset =
        new PolicyDataset(
            new Configuration(),
            new org.apache.hadoop.fs.Path(path, "policies"),
            new ReturnBuckets(loaded.settings().store().partitionBuckets()),
            CompressionCodecName.ZSTD);
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[WEIGHTS];
    for (int iteration = 0; iteration * perIteration < policies; iteration++) {
      try (PolicyWriter writer = dataset.writers(iteration).open("0")) {
        for (int policy = 0; policy < perIteration; policy++) {
          for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (0.1 * (random.nextDouble() + random.nextDouble() - 1));
          }
          // Most policies of a run are bad ones.
          double scaled = Math.pow(random.nextDouble(), 2);
          writer.write(new StoredPolicy(row(begun, dataset, iteration, policy, scaled), weights));
        }
        dataset.commit(iteration, writer.finish());
      }
    }
  }

  private static PolicyRow row(
      RunDirectory run, PolicyDataset dataset, int iteration, int policy, double scaled) {
    int size = 11;
    RunningStatistics observed = new RunningStatistics(size);
    observed.add(new double[size]);
    return new PolicyRow(
        run.run(),
        iteration,
        policy,
        "Hopper-v4",
        PolicyOrigin.GENERATOR,
        1,
        0.1,
        policy,
        ObservationNormalizer.identity(size),
        observed,
        List.of(new Episode(policy, 3000 * scaled, 0, 1000, false, true, false)),
        scaled,
        dataset.returnBuckets().indexOf(scaled));
  }

  private static double mebibytes(Path below) throws IOException {
    long bytes = 0;
    for (String name : Runs.files(below)) {
      bytes += Files.size(below.resolve(name));
    }
    return bytes / MEBIBYTE;
  }

  private void print(List<String> names, double[][] seconds, double mebibytes) {
    System.out.printf(
        Locale.ROOT,
        "%d policies of %d weights in iterations of %d, %.0f MiB, local[2], heap %s; medians of"
            + " %d%n%n%-20s %9s %14s %9s %8s%n",
        policies,
        WEIGHTS,
        perIteration,
        mebibytes,
        heap,
        repetitions,
        "",
        "seconds",
        "quartiles",
        "MiB/s",
        "of copy");
    for (int way = 0; way < seconds.length; way++) {
      List<Double> sorted = new ArrayList<>(Arrays.stream(seconds[way]).sorted().boxed().toList());
      double median = sorted.get(sorted.size() / 2);
      System.out.printf(
          Locale.ROOT,
          "%-20s %9.2f %14s %9.0f %8.2f%n",
          names.get(way),
          median,
          Text.format(
              "%.2f-%.2f", sorted.get(sorted.size() / 4), sorted.get(sorted.size() * 3 / 4)),
          mebibytes / median,
          Arrays.stream(seconds[0]).sorted().toArray()[repetitions / 2] / median);
    }
  }
}

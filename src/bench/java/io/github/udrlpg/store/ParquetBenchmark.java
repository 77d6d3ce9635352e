package io.github.udrlpg.store;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times an iteration's policies on their way to Parquet and back: written by the tasks of a Spark
 * job and committed, then read on the driver. Beside it, in the same run, the naive way.
 */
@Command(
    name = "parquet",
    description = "An iteration's policies written to Parquet and read back, on local[2].",
    showDefaultValues = true)
public final class ParquetBenchmark implements Callable<Integer> {
  @Option(names = "--policies", description = "Policies of an iteration.")
  private int policies = 16;

  @Option(names = "--weights", description = "Weights of a policy; the default is Hopper's.")
  private int weights = 69_635;

  @Option(names = "--buckets", description = "Return buckets that the policies fall into.")
  private int buckets = 4;

  @Option(names = "--repetitions", description = "Timed repetitions of each way, interleaved.")
  private int repetitions = 15;

  @Option(names = "--warm-up", description = "Repetitions of each way that are not timed.")
  private int warmUp = 10;

  /** A way to store policies and read them back. */
  interface Way {
    String name();

    /** Writes all policies below an empty directory. */
    void write(Path directory) throws IOException;

    /** Reads what {@link #write} wrote, weights included, and returns the number of weights. */
    long read(Path directory) throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    Weights source = new Weights(weights, buckets);
    try (JavaSparkContext spark = LocalSpark.start(2);
        SparkSession session = SparkSession.builder().getOrCreate()) {
      List<Way> ways = new ArrayList<>();
      ways.add(new NaiveParquet(session, source, policies, NaiveParquet.Layout.ONE_DIRECTORY));
      ways.add(new NaiveParquet(session, source, policies, NaiveParquet.Layout.BY_BUCKET));
      for (CompressionCodecName codec :
          List.of(
              CompressionCodecName.ZSTD,
              CompressionCodecName.SNAPPY,
              CompressionCodecName.UNCOMPRESSED)) {
        ways.add(new Ours(spark, source, policies, codec));
      }
      List<Samples> samples = ways.stream().map(way -> new Samples(repetitions)).toList();
      for (int i = -warmUp; i < repetitions; i++) {
        for (int way = 0; way < ways.size(); way++) {
          measure(ways.get(way), samples.get(way), i);
        }
      }
      print(ways, samples);
    }
    return 0;
  }

  private void measure(Way way, Samples samples, int repetition) throws IOException {
    Path directory = Files.createTempDirectory("parquet-benchmark");
    try {
      long start = System.nanoTime();
      way.write(directory);
      long written = System.nanoTime();
      long values = way.read(directory);
      long end = System.nanoTime();
      if (values != (long) policies * weights) {
        throw new IllegalStateException(
            Text.format(
                "%s read %d weights back, %d were written",
                way.name(), values, (long) policies * weights));
      }
      if (repetition >= 0) {
        samples.write[repetition] = (written - start) * 1e-6;
        samples.read[repetition] = (end - written) * 1e-6;
        samples.both[repetition] = (end - start) * 1e-6;
        samples.bytes = bytes(directory);
      }
    } finally {
      FileUtil.fullyDelete(directory.toFile());
    }
  }

  private static long bytes(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private void print(List<Way> ways, List<Samples> samples) {
    System.out.printf(
        Locale.ROOT,
        "%d policies of %d weights (%.1f MB) in %d return buckets, local[2]; medians of %d%n%n",
        policies,
        weights,
        policies * weights * 4e-6,
        buckets,
        repetitions);
    System.out.printf(
        Locale.ROOT,
        "%-38s %9s %9s %9s %12s %9s%n",
        "",
        "write ms",
        "read ms",
        "both ms",
        "quartiles",
        "file MB");
    for (int way = 0; way < ways.size(); way++) {
      Samples sample = samples.get(way);
      System.out.printf(
          Locale.ROOT,
          "%-38s %9.0f %9.0f %9.0f %12s %9.2f%n",
          ways.get(way).name(),
          quantile(sample.write, 0.5),
          quantile(sample.read, 0.5),
          quantile(sample.both, 0.5),
          Text.format("%.0f-%.0f", quantile(sample.both, 0.25), quantile(sample.both, 0.75)),
          sample.bytes * 1e-6);
    }
    double naive = quantile(samples.get(0).both, 0.5);
    double ours = quantile(samples.get(2).both, 0.5);
    System.out.printf(
        Locale.ROOT, "%nThe naive way takes %.1f times what ours with zstd does.%n", naive / ours);
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  private static final class Samples {
    final double[] write;
    final double[] read;
    final double[] both;
    long bytes;

    Samples(int repetitions) {
      write = new double[repetitions];
      read = new double[repetitions];
      both = new double[repetitions];
    }
  }

  /** The weights to store: noise, as the weights of perturbed policies are. */
  record Weights(int count, int buckets) implements java.io.Serializable {
    float[] of(int policy) {
      SplittableRandom random = new SplittableRandom(policy);
      float[] weights = new float[count];
      for (int i = 0; i < count; i++) {
        weights[i] = (float) (0.1 * (random.nextDouble() + random.nextDouble() - 1));
      }
      return weights;
    }

    int bucketOf(int policy) {
      return policy * 7 % buckets;
    }
  }

  /** Our writers in Spark's tasks, our reader on the driver. */
  private record Ours(
      JavaSparkContext spark, Weights source, int policies, CompressionCodecName codec)
      implements Way {
    @Override
    public String name() {
      return "ours, " + codec.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void write(Path directory) throws IOException {
      PolicyDataset dataset = dataset(directory);
      List<Integer> indices = IntStream.range(0, policies).boxed().toList();
      List<DataFile> files =
          spark
              .parallelize(new ArrayList<>(indices), 2)
              .mapPartitions(new WriteTask(source, dataset.writers(0)))
              .collect();
      dataset.commit(0, files);
    }

    @Override
    public long read(Path directory) throws IOException {
      PolicyDataset dataset = dataset(directory);
      CommitEntry commit = dataset.find(0).orElseThrow();
      AtomicLong read = new AtomicLong();
      dataset.visitWeights(
          commit, file -> true, policy -> true, stored -> read.addAndGet(stored.weights().length));
      return read.get();
    }

    private PolicyDataset dataset(Path directory) throws IOException {
      return new PolicyDataset(
          spark.hadoopConfiguration(),
          new org.apache.hadoop.fs.Path(directory.toUri()),
          new ReturnBuckets(source.buckets()),
          codec);
    }
  }

  private record WriteTask(Weights source, PolicyWriters writers)
      implements FlatMapFunction<Iterator<Integer>, DataFile> {
    @Override
    public Iterator<DataFile> call(Iterator<Integer> policies) {
      String attempt = Integer.toString(org.apache.spark.TaskContext.getPartitionId());
      try (PolicyWriter writer = writers.open(attempt)) {
        while (policies.hasNext()) {
          int policy = policies.next();
          writer.write(new StoredPolicy(row(policy), source.of(policy)));
        }
        return writer.finish().iterator();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private PolicyRow row(int policy) {
      int size = 11;
      RunningStatistics observed = new RunningStatistics(size);
      observed.add(new double[size]);
      return new PolicyRow(
          "benchmark",
          0,
          policy,
          "Hopper-v4",
          PolicyOrigin.GENERATOR,
          1,
          0.1,
          policy,
          ObservationNormalizer.identity(size),
          observed,
          List.of(new Episode(policy, policy, 0, 1000, false, true, false)),
          (source.bucketOf(policy) + 0.5) / source.buckets(),
          source.bucketOf(policy));
    }
  }
}

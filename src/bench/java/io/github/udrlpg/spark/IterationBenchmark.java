package io.github.udrlpg.spark;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.env.InstantEnvironment;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times what an iteration costs beside simulation and updates, early and late in a real run whose
 * task costs nothing and whose generator is tiny.
 */
@Command(
    name = "iterations",
    description = "The overhead of an iteration, early and late in a run, on local[2].",
    showDefaultValues = true)
public final class IterationBenchmark implements Callable<Integer> {
  private static final List<Integer> MARKS = List.of(10, 100, 1000, 2000);
  private static final List<Integer> MEMORY_MARKS = List.of(10, 100, 500, 1000, 1500, 2000);

  @Option(names = "--iterations", description = "Iterations of the run.")
  private int iterations = 1000;

  @Option(names = "--policies", description = "Policies of an iteration, of Hopper's size.")
  private int policies = 16;

  /** A part of an iteration's time, in seconds. */
  private record Part(String name, ToDoubleFunction<IterationProbe.Sample> seconds) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("generator (means of the commands)", IterationProbe.Sample::between),
          new Part("job: scheduling and results", IterationProbe.Sample::scheduling),
          new Part("job: closure on executors", IterationProbe.Sample::deserialization),
          new Part("job: set-up, noise, Parquet", IterationProbe.Sample::taskWork),
          new Part("commit", IterationProbe.Sample::commit),
          new Part("read back", IterationProbe.Sample::readBack),
          new Part("all of it", IterationProbe.Sample::overhead));

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("iteration-benchmark");
    try (JavaSparkContext spark = LocalSpark.start(2)) {
      IterationProbe probe =
          new IterationProbe(
              new SparkRolloutRunner(spark, OptionalInt.empty()), directory, MEMORY_MARKS);
      spark.sc().addSparkListener(probe.tasks());
      Runs.open(directory, settings().settings()).train(probe, probe);
      spark.stop();
      print(probe);
    } finally {
      FileUtil.fullyDelete(directory.toFile());
    }
    return 0;
  }

  private ConfigLoader.Loaded settings() {
    String text =
        Text.format(
            """
            env.id = "%s"
            returns { min = 0, max = 1 }
            generator { hidden-sizes = [8], embedding-dim = 4, tile = 256 }
            buffer { kind = uniform, capacity = 64 }
            rollout.policies-per-iteration = %d
            training { updates-per-episode = 1, batch-size = 1 }
            training { warm-up-episodes = %d, max-env-steps = %d }
            evaluation { every-env-steps = %d, extensive-every-env-steps = %d }
            """,
            InstantEnvironment.ID,
            policies,
            policies,
            (long) policies * iterations,
            50L * policies,
            500L * policies);
    return ConfigLoader.load(text, "benchmark.conf", List.of());
  }

  private void print(IterationProbe probe) {
    List<Integer> marks = MARKS.stream().filter(mark -> mark <= iterations).toList();
    System.out.printf(
        Locale.ROOT,
        "%d policies of 69635 weights in an iteration, local[2]; medians in ms%n%n%-36s",
        policies,
        "");
    marks.forEach(mark -> System.out.printf(Locale.ROOT, "%16s", "iteration " + mark));
    System.out.println();
    for (Part part : PARTS) {
      System.out.printf(Locale.ROOT, "%-36s", part.name());
      for (int mark : marks) {
        System.out.printf(Locale.ROOT, "%16.1f", 1e3 * median(probe, part, mark));
      }
      System.out.println();
    }
    Part all = PARTS.get(PARTS.size() - 1);
    int last = marks.get(marks.size() - 1);
    System.out.printf(
        Locale.ROOT,
        "%nIteration %d takes %.2f times what iteration %d does.%n",
        last,
        median(probe, all, last) / median(probe, all, marks.get(0)),
        marks.get(0));
    System.out.printf(
        Locale.ROOT,
        "Checkpoint, metrics and evaluation: %.1f ms for each iteration in the mean.%n%n",
        1e3 * probe.meanBetween());
    System.out.printf(
        Locale.ROOT,
        "%-12s%14s%14s%14s%14s%n",
        "iteration",
        "heap MiB",
        "RSS MiB",
        "broadcasts",
        "threads");
    probe.memory().forEach(System.out::println);
  }

  /** Returns the median over the iterations around a mark, 4 to 50 on each side. */
  private double median(IterationProbe probe, Part part, int mark) {
    int half = Math.max(4, Math.min(50, mark / 4));
    double[] values =
        probe.samples().stream()
            .filter(sample -> Math.abs(sample.iteration() - mark) <= half)
            .mapToDouble(part.seconds())
            .sorted()
            .toArray();
    return values.length == 0 ? Double.NaN : values[values.length / 2];
  }
}

package io.github.udrlpg.spark;

import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkEnv;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Watches the iterations of a run from outside: nothing of the run is changed for it. */
final class IterationProbe implements RolloutRunner, TrainingListener {
  private static final double MILLI = 1e-3;

  private final SparkRolloutRunner runner;
  private final Path run;
  private final List<Integer> memoryMarks;
  private final Tasks tasks = new Tasks();
  private final List<Timing> timings = new ArrayList<>();
  private final List<String> memory = new ArrayList<>();
  private Instant finished = Instant.now();
  private Instant jobBegin = finished;
  private Instant jobEnd = finished;
  private double simulation;
  private double between;

  IterationProbe(SparkRolloutRunner runner, Path run, List<Integer> memoryMarks) {
    this.runner = runner;
    this.run = run;
    this.memoryMarks = memoryMarks;
  }

  /** What the driver saw of an iteration, in seconds. */
  private record Timing(
      int iteration,
      double between,
      double job,
      double simulation,
      double commit,
      double readBack,
      double overhead) {}

  /** The slowest task of a job, in seconds. */
  private record TaskTiming(double deserialization, double run) {}

  /**
   * The parts of an iteration's overhead, in seconds.
   *
   * @param between from the end of the last iteration to the job
   * @param overhead the whole, as the metrics have it
   */
  record Sample(
      int iteration,
      double between,
      double scheduling,
      double deserialization,
      double taskWork,
      double commit,
      double readBack,
      double overhead) {}

  Tasks tasks() {
    return tasks;
  }

  @Override
  public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
      throws IOException {
    jobBegin = Instant.now();
    between = seconds(finished, jobBegin);
    TaskResult result = runner.store(plan, means, writers);
    jobEnd = Instant.now();
    simulation = result.simulationSeconds();
    return result;
  }

  @Override
  public TaskResult evaluate(RolloutPlan plan, float[][] means) {
    return runner.evaluate(plan, means);
  }

  @Override
  public void iterationFinished(IterationMetrics metrics) {
    Instant now = Instant.now();
    Instant committed = committed(metrics.iteration());
    timings.add(
        new Timing(
            metrics.iteration(),
            between,
            seconds(jobBegin, jobEnd),
            simulation,
            seconds(jobEnd, committed),
            seconds(committed, now) - metrics.trainSeconds(),
            metrics.overheadSeconds()));
    if (memoryMarks.contains(metrics.iteration() + 1)) {
      memory.add(memory(metrics.iteration() + 1));
    }
    finished = Instant.now();
  }

  /** The entry's links changed for the last time as its temporary name went. */
  private Instant committed(int iteration) {
    Path entry = run.resolve(Text.format("policies/_commits/iteration-%09d.json", iteration));
    try {
      return ((FileTime) Files.getAttribute(entry, "unix:ctime")).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() * 1e-9;
  }

  /** Returns the samples; complete once Spark has stopped. */
  List<Sample> samples() {
    if (tasks.slowest.isEmpty()) {
      throw new IllegalStateException("No job was known by its description: see JobLabel");
    }
    return timings.stream()
        .filter(timing -> tasks.slowest.containsKey(timing.iteration()))
        .map(
            timing -> {
              TaskTiming task = tasks.slowest.get(timing.iteration());
              return new Sample(
                  timing.iteration(),
                  timing.between(),
                  timing.job() - task.run() - task.deserialization(),
                  task.deserialization(),
                  task.run() - timing.simulation(),
                  timing.commit(),
                  timing.readBack(),
                  timing.overhead());
            })
        .toList();
  }

  /** Returns the mean time from the end of an iteration to the job of the next one. */
  double meanBetween() {
    return timings.stream().skip(1).mapToDouble(Timing::between).average().orElse(Double.NaN);
  }

  List<String> memory() {
    return memory;
  }

  private static String memory(int iteration) {
    for (int i = 0; i < 3; i++) {
      System.gc();
      try {
        // Spark's cleaner drops blocks in its own time after the collector found them.
        Thread.sleep(300);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Text.format(
        "%-12d%14d%14d%14d%14d",
        iteration,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20,
        residentMebibytes(),
        SparkEnv.get().blockManager().getMatchingBlockIds(id -> id.isBroadcast()).size(),
        ManagementFactory.getThreadMXBean().getThreadCount());
  }

  private static long residentMebibytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Learns from Spark how long the tasks of each iteration's job took. */
  static final class Tasks extends SparkListener {
    private static final Pattern JOB = Pattern.compile("rollout of iteration (\\d+): .*");

    private final Map<Integer, Integer> iterations = new ConcurrentHashMap<>();
    private final Map<Integer, TaskTiming> slowest = new ConcurrentHashMap<>();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      Matcher description = JOB.matcher(job.properties().getProperty("spark.job.description", ""));
      if (description.matches()) {
        int iteration = Integer.parseInt(description.group(1));
        iterations.put((Integer) job.stageIds().head(), iteration);
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      Integer iteration = iterations.get(task.stageId());
      if (iteration != null && task.taskMetrics() != null) {
        TaskTiming timing =
            new TaskTiming(
                task.taskMetrics().executorDeserializeTime() * MILLI,
                task.taskMetrics().executorRunTime() * MILLI);
        slowest.merge(
            iteration,
            timing,
            (one, other) ->
                one.run() + one.deserialization() >= other.run() + other.deserialization()
                    ? one
                    : other);
      }
    }
  }
}

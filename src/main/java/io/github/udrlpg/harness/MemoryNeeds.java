package io.github.udrlpg.harness;

import com.sun.management.OperatingSystemMXBean;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.Parts;
import io.github.udrlpg.algorithm.PolicySlots;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.CoverageSettings;
import io.github.udrlpg.config.EvaluationSettings;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.generator.GeneratorMemory;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.text.Text;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The memory that a run needs, in bytes, known from its settings: what grows with them is counted
 * exactly, what does not was measured.
 *
 * <p>The fixed parts are peaks of resident memory (VmHWM of /proc/PID/status) less a heap of fixed
 * size that was touched before the start (-Xms512m -Xmx512m -XX:+AlwaysPreTouch), less the parts
 * that are counted here, of drivers and executors with Spark 4.1.0 on Java 17; rounded up.
 * docs/clusters.md, "Memory", has the figures. They are estimates: threads, Netty's buffers and
 * malloc's arenas grow with the cores of a machine.
 *
 * @param livePolicies policies that the live buffer may come to hold
 * @param policyParameters weights of a policy
 * @param buffer the live buffer's weights, outside the heap
 * @param generator the generator with its optimiser and what its updates work on, outside the heap
 * @param trainingHeap what a training has on its heap, without Spark
 * @param broadcast the generated weights of an iteration's commands, on the heap of driver and
 *     executors
 * @param taskHeap what a task of rollouts has on its heap, above all the Parquet pages it fills
 */
public record MemoryNeeds(
    long livePolicies,
    int policyParameters,
    long buffer,
    long generator,
    long trainingHeap,
    long broadcast,
    long taskHeap) {
  private static final long MEBIBYTE = 1 << 20;

  /** Outside the heap of a driver: Java, Spark, ND4J, OpenBLAS, and the report's pictures. */
  public static final long DRIVER_FIXED = 384 * MEBIBYTE;

  /** Outside the heap of an executor that rolls out: Java, Spark and MuJoCo. */
  public static final long EXECUTOR_FIXED = 256 * MEBIBYTE;

  /** Outside the heap for each task that rolls out: a MuJoCo model with its data, a compressor. */
  public static final long TASK = 16 * MEBIBYTE;

  /** On the heap of any process with Spark in it, with as much again to collect garbage in. */
  private static final long SPARK_HEAP = 320 * MEBIBYTE;

  /** On the heap for each live policy: what the buffer knows of it beside its weights. */
  private static final long ENTRY_HEAP = 256;

  /** On the heap for each pair of a batch: its command, and references to entry and weights. */
  private static final long PAIR_HEAP = 16;

  /** The most that an open Parquet file holds back; see the dataset's row groups. */
  private static final long ROW_GROUP = 16 * MEBIBYTE;

  /**
   * Counts what a run needs.
   *
   * @param generatorThreads that share the generator's work
   * @throws io.github.udrlpg.InvalidInputException if the environment is unknown or the generator
   *     too large for one array
   */
  public static MemoryNeeds of(Settings settings, int generatorThreads) {
    EnvironmentSpec environment = Environments.spec(settings.env().id());
    PolicyShape policy = Parts.policyShape(settings, environment);
    HypernetworkShape shape = Parts.hypernetworkShape(settings.generator(), policy);
    requirePossible(settings, shape);
    int batch = distinctCommands(settings);
    int averages = settings.evaluation().averageDecay().isPresent() ? 1 : 0;
    int parameters = policy.parameterCount();
    long policyBytes = PolicySlots.bytes(1, parameters);
    long live = ByteCount.sum("A live buffer", mostPolicies(settings.buffer()), covered(settings));
    // A checkpoint has every vector of the generator once as it stands and once by name.
    long checkpoint = 2 * (3L + averages) * GeneratorMemory.parameterBytes(shape);
    long batchHeap =
        ByteCount.product(
            "A batch of training.batch-size and policy.hidden-sizes",
            settings.training().batchSize(),
            policyBytes);
    return new MemoryNeeds(
        live,
        parameters,
        PolicySlots.bytes(live, parameters),
        switch (settings.generator().engine()) {
          case NATIVE -> GeneratorMemory.bytes(shape, batch, generatorThreads, averages);
          case ND4J ->
              GeneratorMemory.referenceBytes(shape, settings.training().batchSize(), averages);
        },
        ByteCount.sum(
            "What a training has on the heap",
            checkpoint,
            live * ENTRY_HEAP,
            batchHeap,
            retrievalHeap(settings.evaluation(), policyBytes)),
        ByteCount.product(
            "Policies of rollout.distinct-commands, evaluation.extensive-commands or"
                + " calibration.commands",
            commands(settings),
            policyBytes),
        taskHeap(settings, policyBytes));
  }

  /**
   * Makes sure that every array of a training is one that Java can have.
   *
   * @throws InvalidInputException naming what is too large, and the limit
   */
  public static void requirePossible(Settings settings) {
    PolicyShape policy = Parts.policyShape(settings, Environments.spec(settings.env().id()));
    requirePossible(settings, Parts.hypernetworkShape(settings.generator(), policy));
  }

  private static void requirePossible(Settings settings, HypernetworkShape shape) {
    GeneratorMemory.requirePossible(shape, distinctCommands(settings));
  }

  /** A batch has no more distinct commands than the buffer has policies. */
  private static int distinctCommands(Settings settings) {
    return (int)
        Math.min(
            settings.training().batchSize(), mostPolicies(settings.buffer()) + covered(settings));
  }

  /**
   * Makes sure that what an update cannot do without fits into a heap: its pairs, and their weights
   * where they are restated.
   *
   * @param heap the largest heap, in bytes
   * @throws InvalidInputException with both sizes, if it does not
   */
  public static void requireHeap(Settings settings, long heap) {
    int batch = settings.training().batchSize();
    long pairs = PAIR_HEAP * batch;
    if (pairs > heap) {
      throw new InvalidInputException(
          Text.format(
              "training.batch-size: the %d pairs of an update take %.1f GiB of the Java heap, which"
                  + " has %.1f GiB here: lower it, or give the process a larger heap"
                  + " (spark.driver.memory; spark.executor.memory for jobs whose tasks train)",
              batch, gibibytes(pairs), gibibytes(heap)));
    }
  }

  /** Returns how many policies a buffer holds at the most, as long as no return exceeds 1. */
  private static long mostPolicies(BufferSettings buffer) {
    boolean bounded =
        buffer.kind() == BufferSettings.Kind.BUCKETS && buffer.bucketCapacity().isPresent();
    return bounded
        ? Math.min(buffer.capacity(), buffer.buckets() * (buffer.bucketCapacity().getAsInt() + 1L))
        : buffer.capacity();
  }

  /** Returns how many policies are remembered apart, as long as no return exceeds 1. */
  private static long covered(Settings settings) {
    CoverageSettings coverage = settings.coverage();
    return coverage.share() == 0 ? 0 : coverage.buckets() * (coverage.bucketCapacity() + 1L);
  }

  /**
   * Returns the most policies that are generated at once: for an iteration, beside which those of
   * the evaluations before may still be played, or for a calibration.
   */
  private static int commands(Settings settings) {
    int training =
        Math.max(settings.rollout().distinctCommands(), settings.rollout().commands().size());
    training += settings.coverage().policies(settings.rollout().policiesPerIteration());
    int calibration = settings.calibration().enabled() ? settings.calibration().commands() : 0;
    int evaluation = 1 + settings.evaluation().extensiveCommands() + Evaluations.ZERO_SHOT;
    return Math.max(calibration, training + evaluation);
  }

  /** An evaluation that replays stored policies holds those that are nearest to its commands. */
  private static long retrievalHeap(EvaluationSettings evaluation, long policyBytes) {
    return evaluation.retrieval() == EvaluationSettings.Retrieval.OFF
        ? 0
        : ByteCount.product(
            "What is replayed for evaluation.extensive-commands",
            evaluation.extensiveCommands() + (long) Evaluations.ZERO_SHOT,
            Retrieval.NEAREST * policyBytes);
  }

  /** A task may come to write all policies of an iteration, into a file for each bucket. */
  private static long taskHeap(Settings settings, long policyBytes) {
    long policies =
        Math.max(settings.rollout().policiesPerIteration(), settings.training().warmUpEpisodes());
    long files = Math.min(policies, settings.store().partitionBuckets());
    String what = "A task of rollout.policies-per-iteration";
    long pages =
        Math.min(
            ByteCount.product(what, policies, policyBytes),
            ByteCount.product(what, files, ROW_GROUP + policyBytes));
    return ByteCount.sum(what, ByteCount.product(what, 2, pages), 4 * policyBytes);
  }

  /** Returns what a driver needs outside its heap. */
  public long driverOutsideHeap() {
    return ByteCount.sum("A driver", DRIVER_FIXED, buffer, generator);
  }

  /** Returns the heap that a driver needs. */
  public long driverHeap() {
    return ByteCount.sum("The heap of a driver", SPARK_HEAP, trainingHeap, broadcast, broadcast);
  }

  /**
   * Returns what an executor needs outside its heap.
   *
   * @param tasks that it runs at once
   */
  public long executorOutsideHeap(int tasks) {
    return EXECUTOR_FIXED + tasks * TASK;
  }

  /** Returns the heap that an executor needs for as many tasks at once. */
  public long executorHeap(int tasks) {
    String what = "The heap of an executor";
    return ByteCount.sum(
        what, SPARK_HEAP, broadcast, broadcast, ByteCount.product(what, tasks, taskHeap));
  }

  /** Returns what a process needs outside its heap that runs whole trainings side by side. */
  public long trainingsOutsideHeap(int trainings) {
    String what = "A process of whole trainings";
    long each = ByteCount.sum(what, TASK, buffer, generator);
    return ByteCount.sum(what, DRIVER_FIXED, ByteCount.product(what, trainings, each));
  }

  /** Returns the heap that such a process needs. */
  public long trainingsHeap(int trainings) {
    String what = "The heap of a process of whole trainings";
    long each = ByteCount.sum(what, trainingHeap, broadcast, broadcast, taskHeap);
    return ByteCount.sum(what, SPARK_HEAP, ByteCount.product(what, trainings, each));
  }

  /** Returns the memory of this container, or of the machine where there is none, in bytes. */
  static long memoryOfThisMachine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /**
   * Returns a warning where a driver does not fit into a machine or a container.
   *
   * @param heap the largest heap, in bytes
   * @param memory the memory there is, in bytes
   */
  Optional<String> warning(long heap, long memory) {
    long needed = heap + driverOutsideHeap();
    return needed <= memory
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "This process may come to need %.1f GiB: a heap of %.1f GiB and outside of it %s."
                    + " Its machine or container has %.1f GiB: lower buffer.capacity, give it a"
                    + " smaller heap (spark.driver.memory), or run it where there is more memory",
                gibibytes(needed), gibibytes(heap), parts(), gibibytes(memory)));
  }

  /** Returns what stands outside the heap, in words. */
  public String parts() {
    return Text.format(
        "%.1f GiB for a live buffer of up to %d policies of %d weights, %.1f GiB for the generator"
            + " and %.1f GiB for Java and libraries",
        gibibytes(buffer),
        livePolicies,
        policyParameters,
        gibibytes(generator),
        gibibytes(DRIVER_FIXED));
  }

  private static double gibibytes(long bytes) {
    return (double) bytes / (1L << 30);
  }
}

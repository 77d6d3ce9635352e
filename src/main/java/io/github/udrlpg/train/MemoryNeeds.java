package io.github.udrlpg.train;

import com.sun.management.OperatingSystemMXBean;
import io.github.udrlpg.config.BufferSettings;
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
    int batch = settings.training().batchSize();
    int averages = settings.evaluation().averageDecay().isPresent() ? 1 : 0;
    int parameters = policy.parameterCount();
    long policyBytes = PolicySlots.bytes(1, parameters);
    long live = mostPolicies(settings.buffer());
    // A checkpoint has every vector of the generator once as it stands and once by name.
    long checkpoint = 2 * (3L + averages) * GeneratorMemory.parameterBytes(shape);
    return new MemoryNeeds(
        live,
        parameters,
        PolicySlots.bytes(live, parameters),
        GeneratorMemory.bytes(shape, batch, generatorThreads, averages),
        checkpoint + live * ENTRY_HEAP + batch * policyBytes,
        commands(settings) * policyBytes,
        taskHeap(settings, policyBytes));
  }

  /** Returns how many policies a buffer holds at the most, as long as no return exceeds 1. */
  private static long mostPolicies(BufferSettings buffer) {
    boolean bounded =
        buffer.kind() == BufferSettings.Kind.BUCKETS && buffer.bucketCapacity().isPresent();
    return bounded
        ? Math.min(buffer.capacity(), buffer.buckets() * (buffer.bucketCapacity().getAsInt() + 1L))
        : buffer.capacity();
  }

  /** Returns the most distinct commands of an iteration or of an evaluation. */
  private static int commands(Settings settings) {
    int training =
        Math.max(settings.rollout().distinctCommands(), settings.rollout().commands().size());
    return Math.max(training, settings.evaluation().extensiveCommands());
  }

  /** A task may come to write all policies of an iteration, into a file for each bucket. */
  private static long taskHeap(Settings settings, long policyBytes) {
    long policies =
        Math.max(settings.rollout().policiesPerIteration(), settings.training().warmUpEpisodes());
    long files = Math.min(policies, settings.store().partitionBuckets());
    long pages = Math.min(policies * policyBytes, files * (ROW_GROUP + policyBytes));
    return 2 * pages + 4 * policyBytes;
  }

  /** Returns what a driver needs outside its heap. */
  public long driverOutsideHeap() {
    return DRIVER_FIXED + buffer + generator;
  }

  /** Returns the heap that a driver needs. */
  public long driverHeap() {
    return SPARK_HEAP + trainingHeap + 2 * broadcast;
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
    return SPARK_HEAP + 2 * broadcast + tasks * taskHeap;
  }

  /** Returns what a process needs outside its heap that runs whole trainings side by side. */
  public long trainingsOutsideHeap(int trainings) {
    return DRIVER_FIXED + trainings * (TASK + buffer + generator);
  }

  /** Returns the heap that such a process needs. */
  public long trainingsHeap(int trainings) {
    return SPARK_HEAP + trainings * (trainingHeap + 2 * broadcast + taskHeap);
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

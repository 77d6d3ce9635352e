package io.github.udrlpg.spark;

import io.github.udrlpg.rollout.RolloutPlan;
import io.github.udrlpg.rollout.RolloutRunner;
import io.github.udrlpg.rollout.RolloutTask;
import io.github.udrlpg.rollout.TaskResult;
import io.github.udrlpg.store.PolicyWriters;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * Spreads the policies of a plan over executors, one Spark job each: the tasks roll out, write
 * their Parquet files and report. Stays on the driver.
 */
public final class SparkRolloutRunner implements RolloutRunner {
  private final JavaSparkContext spark;
  private final OptionalInt partitions;

  /**
   * Creates a runner.
   *
   * @param partitions Spark partitions of each job; empty for as many as tasks run at once, or may
   *     come to where executors come and go
   */
  public SparkRolloutRunner(JavaSparkContext spark, OptionalInt partitions) {
    this.spark = spark;
    this.partitions = partitions;
  }

  @Override
  public TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers)
      throws IOException {
    return run("rollout", plan, means, new Store(new RolloutTask(plan), writers));
  }

  @Override
  public TaskResult evaluate(RolloutPlan plan, float[][] means) {
    return run("evaluation", plan, means, new Evaluate(new RolloutTask(plan)));
  }

  /** Takes half of the tasks that may run at once. */
  @Override
  public Optional<RolloutRunner> beside() {
    int slots =
        Partitions.of(Integer.MAX_VALUE, partitions, spark.defaultParallelism(), spark.getConf());
    return slots < 2
        ? Optional.empty()
        : Optional.of(new SparkRolloutRunner(spark, OptionalInt.of(slots / 2)));
  }

  private TaskResult run(String phase, RolloutPlan plan, float[][] means, Work work) {
    List<Integer> policies =
        IntStream.range(0, plan.policies())
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    int slices =
        Partitions.of(plan.policies(), partitions, spark.defaultParallelism(), spark.getConf());
    Broadcast<float[][]> broadcast = spark.broadcast(means);
    try (JobLabel label =
        JobLabel.set(
            spark,
            plan.run().run(),
            Text.format("%s of iteration %d", phase, plan.iteration()),
            Text.format(
                "%d policies of %s, %d episode(s) each",
                plan.policies(), plan.run().environment(), plan.request().episodesPerPolicy()))) {
      List<byte[]> results =
          label
              .on(spark.parallelize(policies, slices))
              .mapPartitions(new TaskFunction(work, broadcast))
              .collect();
      return TaskResult.merge(
          results.stream().map(bytes -> TaskResultBytes.decode(bytes, TaskResult.class)).toList());
    } finally {
      broadcast.destroy();
    }
  }

  /** What a task does with its policies. */
  private sealed interface Work extends Serializable {
    TaskResult run(Iterator<Integer> policies, float[][] means, String attempt) throws IOException;
  }

  private record Store(RolloutTask task, PolicyWriters writers) implements Work {
    @Override
    public TaskResult run(Iterator<Integer> policies, float[][] means, String attempt)
        throws IOException {
      return task.store(policies, means, writers, attempt);
    }
  }

  private record Evaluate(RolloutTask task) implements Work {
    @Override
    public TaskResult run(Iterator<Integer> policies, float[][] means, String attempt) {
      return task.evaluate(policies, means);
    }
  }

  private static final class TaskFunction implements FlatMapFunction<Iterator<Integer>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Work work;
    private final Broadcast<float[][]> means;

    TaskFunction(Work work, Broadcast<float[][]> means) {
      this.work = work;
      this.means = means;
    }

    @Override
    public Iterator<byte[]> call(Iterator<Integer> policies) throws IOException {
      TaskContext context = TaskContext.get();
      // Unique in the application, retries and speculative copies included.
      String attempt = Text.format("%05d-%d", context.partitionId(), context.taskAttemptId());
      return List.of(TaskResultBytes.encode(work.run(policies, means.value(), attempt))).iterator();
    }
  }
}

package io.github.udrlpg.spark;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.run.TrainingOutcome.Status;
import io.github.udrlpg.run.WholeTraining;
import io.github.udrlpg.store.HadoopSettings;
import io.github.udrlpg.text.FailureText;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Runs whole trainings on executors, each in one task with as many threads as a task has cores
 * ({@code spark.task.cpus}). Stays on the driver.
 *
 * <p>Each training is a Spark job of its own with one task: jobs run side by side, Spark tries a
 * task that broke down again ({@code spark.task.maxFailures}), which then goes on from its run's
 * newest checkpoint, and one that fails for good ends no other.
 */
public final class SparkTrainings {

  /** Follows trainings from the driver's thread. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called several times a second.
     *
     * @param done trainings that ended, well or not
     * @param running trainings that have a task at work
     */
    void progressed(int done, int running);

    /** Called once for each training when it has ended, well or not. */
    default void ended(TrainingOutcome outcome) {}
  }

  private final JavaSparkContext spark;

  /**
   * Creates a runner of trainings.
   *
   * @throws InvalidInputException if Spark may start a second copy of a task beside the first
   */
  public SparkTrainings(JavaSparkContext spark) {
    if (spark.getConf().getBoolean("spark.speculation", false)) {
      throw new InvalidInputException(
          "spark.speculation must be false where a task is a whole training: a second copy of a"
              + " task would train in the directory of the first. Add -- --conf"
              + " spark.speculation=false");
    }
    this.spark = spark;
  }

  /**
   * Runs trainings, as many at once as the application has room for.
   *
   * @param hadoop how tasks reach their run directories
   * @return what became of each, in order
   */
  public List<TrainingOutcome> run(
      List<TrainingJob> jobs, Configuration hadoop, Listener listener) {
    HadoopSettings settings = new HadoopSettings(hadoop);
    List<JavaFutureAction<List<byte[]>>> futures = new ArrayList<>(jobs.size());
    try {
      for (TrainingJob job : jobs) {
        futures.add(submit(job, settings));
      }
      await(jobs, futures, listener);
      List<TrainingOutcome> outcomes = new ArrayList<>(jobs.size());
      for (int i = 0; i < jobs.size(); i++) {
        outcomes.add(outcome(jobs.get(i), futures.get(i)));
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while trainings ran", e);
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  private JavaFutureAction<List<byte[]>> submit(TrainingJob job, HadoopSettings settings) {
    try (JobLabel label =
        JobLabel.set(
            spark,
            job.name(),
            "training of " + job.name(),
            Text.format("%d environment steps into %s", job.maxEnvSteps(), job.directory()))) {
      return label
          .on(spark.parallelize(List.of(job.name()), 1))
          .mapPartitions(new Train(job, settings))
          .collectAsync();
    }
  }

  private void await(
      List<TrainingJob> jobs, List<JavaFutureAction<List<byte[]>>> futures, Listener listener)
      throws InterruptedException {
    Ends.await(futures, i -> outcome(jobs.get(i), futures.get(i)), this::activeTasks, listener);
  }

  private int activeTasks() {
    int active = 0;
    for (int stage : spark.statusTracker().getActiveStageIds()) {
      SparkStageInfo info = spark.statusTracker().getStageInfo(stage);
      active += info == null ? 0 : info.numActiveTasks();
    }
    return active;
  }

  private static TrainingOutcome outcome(TrainingJob job, JavaFutureAction<List<byte[]>> future)
      throws InterruptedException {
    try {
      return TaskResultBytes.decode(future.get().get(0), TrainingOutcome.class);
    } catch (ExecutionException e) {
      return new TrainingOutcome(job.directory(), Status.FAILED, cause(e));
    }
  }

  /** Returns why a training failed, in one line. */
  static String cause(Throwable failure) {
    return FailureText.line(FailureText.rootCause(failure));
  }

  private static final class Train implements FlatMapFunction<Iterator<String>, byte[]> {
    private static final long serialVersionUID = 1L;

    private final TrainingJob job;
    private final HadoopSettings hadoop;

    Train(TrainingJob job, HadoopSettings hadoop) {
      this.job = job;
      this.hadoop = hadoop;
    }

    @Override
    public Iterator<byte[]> call(Iterator<String> names) throws IOException {
      TrainingOutcome outcome =
          WholeTraining.run(job, hadoop.configuration(), TaskContext.get().cpus());
      return List.of(TaskResultBytes.encode(outcome)).iterator();
    }
  }
}

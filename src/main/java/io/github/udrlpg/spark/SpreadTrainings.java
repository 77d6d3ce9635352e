package io.github.udrlpg.spark;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.run.TrainingJob;
import io.github.udrlpg.run.TrainingOutcome;
import io.github.udrlpg.run.TrainingOutcome.Status;
import io.github.udrlpg.run.WholeTraining;
import io.github.udrlpg.spark.SparkTrainings.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Trains a few runs at once on the driver and spreads the rollouts of each over executors. While
 * one updates its generator, the others' rollouts keep executors busy; with {@code
 * spark.scheduler.mode=FAIR} none waits for the rollouts of another. Stays on the driver.
 */
public final class SpreadTrainings {

  private final JavaSparkContext spark;
  private final int parallel;

  /**
   * Creates a runner of trainings.
   *
   * @param parallel trainings at once
   */
  public SpreadTrainings(JavaSparkContext spark, int parallel) {
    this.spark = spark;
    this.parallel = parallel;
  }

  /**
   * Runs trainings. One that fails ends no other.
   *
   * @param hadoop how the driver reaches run directories
   * @return what became of each, in order
   */
  public List<TrainingOutcome> run(
      List<TrainingJob> jobs, Configuration hadoop, Listener listener) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(parallel, jobs.size()));
    try {
      List<Future<TrainingOutcome>> futures = new ArrayList<>();
      for (TrainingJob job : jobs) {
        futures.add(threads.submit(() -> train(job, hadoop)));
      }
      return await(jobs, futures, listener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while trainings ran", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private TrainingOutcome train(TrainingJob job, Configuration hadoop) throws Exception {
    Settings settings =
        ConfigLoader.load(job.configuration(), "of " + job.name(), List.of()).settings();
    int cores = Math.max(1, Runtime.getRuntime().availableProcessors() / parallel);
    // A pool for each thread's jobs: fair pools share the executors evenly.
    spark.setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
    return WholeTraining.run(
        job, hadoop, cores, new SparkRolloutRunner(spark, settings.rollout().partitions()));
  }

  private List<TrainingOutcome> await(
      List<TrainingJob> jobs, List<Future<TrainingOutcome>> futures, Listener listener)
      throws InterruptedException {
    Ends.await(futures, i -> outcome(jobs.get(i), futures.get(i)), () -> parallel, listener);
    List<TrainingOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      outcomes.add(outcome(jobs.get(i), futures.get(i)));
    }
    return outcomes;
  }

  private static TrainingOutcome outcome(TrainingJob job, Future<TrainingOutcome> future)
      throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      return new TrainingOutcome(job.directory(), Status.FAILED, SparkTrainings.cause(e));
    }
  }
}

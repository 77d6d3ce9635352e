package io.github.udrlpg.spark;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.testing.WaitingEnvironment;
import io.github.udrlpg.text.Text;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.JavaSparkContext;

/** A real run of a few iterations, paper's policy and generator included, whose times are taken. */
final class ScalingRun {
  private static final String CONFIGURATION =
      Text.format(
          """
          env.id = "%s"
          returns { min = 0, max = 1 }
          training.updates-per-episode = 1
          evaluation { every-env-steps = 1000000000, extensive-every-env-steps = 1000000000 }
          evaluation { episodes = 1, extensive-commands = 2 }
          """,
          WaitingEnvironment.ID);

  private ScalingRun() {}

  /**
   * The parts of an iteration, each the median of several iterations. What executors do beside
   * playing episodes, the job and the driver's part do not get faster with more executors.
   *
   * @param executors executors of one core
   * @param policies policies of the iteration, one episode each
   * @param wallSeconds the iteration without its updates
   * @param episodeSeconds the longest task's episodes
   * @param taskSeconds the rest of the longest task: drawing, writing, fetching the broadcast
   * @param jobSeconds the rest of the Spark job: scheduling, shipping tasks and results
   * @param driverSeconds the rest: generating, broadcasting, committing, reading back
   * @param updateSeconds one update of the generator
   */
  record Times(
      int executors,
      int policies,
      double wallSeconds,
      double episodeSeconds,
      double taskSeconds,
      double jobSeconds,
      double driverSeconds,
      double updateSeconds) {

    /** Returns the policies that the busiest executor has to play. */
    int rounds() {
      return IterationModel.rounds(policies, executors);
    }
  }

  /**
   * Trains for some iterations after the warm-up.
   *
   * @param scratch where the run's directory is made, and deleted again
   */
  static Times measure(
      JavaSparkContext spark, int executors, int policies, int iterations, Path scratch)
      throws IOException {
    File directory = scratch.resolve("run").toFile();
    List<IterationMetrics> metrics = new ArrayList<>();
    JobTimes jobs = JobTimes.of(spark);
    try {
      Runs.open(directory.toPath(), settings(policies, iterations))
          .train(
              new SparkRolloutRunner(spark, OptionalInt.of(executors)),
              new TrainingListener() {
                @Override
                public void iterationFinished(IterationMetrics row) {
                  metrics.add(row);
                }
              });
      // Jobs of evaluations come after all iterations.
      return times(executors, metrics, jobs.take(spark));
    } finally {
      spark.sc().removeSparkListener(jobs);
      FileUtil.fullyDelete(directory);
    }
  }

  private static Settings settings(int policies, int iterations) {
    int episodes = policies * (1 + iterations);
    return ConfigLoader.load(
            CONFIGURATION,
            "scaling",
            List.of(
                "rollout.policies-per-iteration=" + policies,
                "training.warm-up-episodes=" + policies,
                "training.max-env-steps=" + episodes * WaitingEnvironment.STEPS))
        .settings();
  }

  private static Times times(
      int executors, List<IterationMetrics> metrics, List<JobTimes.Job> jobs) {
    List<Times> iterations = new ArrayList<>();
    for (IterationMetrics row : metrics) {
      if (row.updates() > 0) {
        JobTimes.Job job = jobs.get(row.iteration());
        double wall = row.rolloutSeconds() + row.overheadSeconds();
        iterations.add(
            new Times(
                executors,
                row.policies(),
                wall,
                row.rolloutSeconds(),
                job.slowestTaskSeconds() - row.rolloutSeconds(),
                job.wallSeconds() - job.slowestTaskSeconds(),
                wall - job.wallSeconds(),
                row.trainSeconds() / row.updates()));
      }
    }
    return new Times(
        executors,
        iterations.get(0).policies(),
        median(iterations, Times::wallSeconds),
        median(iterations, Times::episodeSeconds),
        median(iterations, Times::taskSeconds),
        median(iterations, Times::jobSeconds),
        median(iterations, Times::driverSeconds),
        median(iterations, Times::updateSeconds));
  }

  /** Returns the median, of an even number the upper of the two in the middle. */
  static double median(List<Times> times, ToDoubleFunction<Times> part) {
    double[] sorted = times.stream().mapToDouble(part).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}

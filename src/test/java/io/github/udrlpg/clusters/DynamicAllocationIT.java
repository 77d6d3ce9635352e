package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.spark.MachineCluster;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that come when there is work and go when there is none. */
@Tag("clusters")
class DynamicAllocationIT {
  private static final int EXECUTORS = 3;
  private static final Map<String, String> COME_AND_GO =
      Map.of(
          "spark.dynamicAllocation.enabled", "true",
          "spark.dynamicAllocation.shuffleTracking.enabled", "true",
          "spark.dynamicAllocation.minExecutors", "0",
          "spark.dynamicAllocation.maxExecutors", Integer.toString(EXECUTORS),
          "spark.dynamicAllocation.executorIdleTimeout", "1s",
          "spark.dynamicAllocation.schedulerBacklogTimeout", "1s",
          "spark.dynamicAllocation.sustainedSchedulerBacklogTimeout", "1s",
          "spark.executor.cores", "1");

  @TempDir Path directory;

  @Test
  void executorsThatComeAndGoChangeNoRow() throws Exception {
    Settings settings =
        Runs.tiny(
                "rollout.policies-per-iteration=6",
                "training.max-env-steps=15000",
                "evaluation.every-env-steps=15000",
                "evaluation.extensive-every-env-steps=15000")
            .settings();
    Runs.open(directory.resolve("whole"), settings)
        .train(new LocalRolloutRunner(), new TrainingListener() {});

    Executors executors = new Executors();
    try (JavaSparkContext spark =
        MachineCluster.start(
            Text.format("local-cluster[%d,1,512]", EXECUTORS),
            "-Dnone=1",
            COME_AND_GO,
            directory)) {
      spark.sc().addSparkListener(executors);
      Runs.open(directory.resolve("run"), settings)
          .train(
              new SparkRolloutRunner(spark, OptionalInt.empty()),
              new TrainingListener() {
                @Override
                public void iterationFinished(IterationMetrics row) {
                  if (row.iteration() == 1) {
                    executors.awaitNone();
                  }
                }
              });
    }

    assertThat(executors.most).as("there were tasks for all of them").isEqualTo(EXECUTORS);
    assertThat(executors.gone).as("all had gone when iteration 2 began").isPositive();
    assertThat(executors.come).isGreaterThan(EXECUTORS);
    assertThat(Fingerprint.of(directory.resolve("run")))
        .isEqualTo(Fingerprint.of(directory.resolve("whole")));
  }

  /** Hears of executors in Spark's own thread. */
  private static final class Executors extends SparkListener {
    private volatile int come;
    private volatile int gone;
    private volatile int most;

    @Override
    public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
      come = come + 1;
      most = Math.max(most, come - gone);
    }

    @Override
    public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
      gone = gone + 1;
    }

    void awaitNone() {
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (come == 0 || come > gone) {
        assertThat(System.nanoTime()).as("executors go within two minutes").isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }
}

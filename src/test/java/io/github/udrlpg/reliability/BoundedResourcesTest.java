package io.github.udrlpg.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.spark.SparkRolloutRunner;
import io.github.udrlpg.testing.CountingFileSystem;
import io.github.udrlpg.testing.CountingFileSystem.Counts;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred iterations, and with -Pfaults five hundred, cost the last ones no more than those
 * before them.
 */
@Tag("spark")
@Tag("faults")
class BoundedResourcesTest {
  private static final int ITERATIONS = Integer.getInteger("bounded.iterations", 100);

  /**
   * What Spark keeps of its last jobs has come to its size by then: the heap says nothing before.
   */
  private static final int SETTLED = 500;

  private static final int FIFTH = ITERATIONS / 5;
  private static final Settings SETTINGS =
      Runs.tiny(
              "env.id=Instant-v0",
              "returns.min=0",
              "returns.max=1",
              "policy.hidden-sizes=[4]",
              "buffer.capacity=50",
              "training.max-env-steps=" + (2 * ITERATIONS + 1),
              "calibration.enabled=false",
              "training.updates-per-episode=1",
              "evaluation.every-env-steps=5000",
              "evaluation.extensive-every-env-steps=5000",
              "checkpoint.every-iterations=10")
          .settings();

  @TempDir Path directory;

  /** What there is at the end of an iteration. */
  private record Sample(Counts counts, long heapBytes, int broadcasts, int cached) {}

  @Test
  void theLastIterationsCostWhatAsManyBeforeDid() throws IOException {
    Map<Integer, Sample> samples = new TreeMap<>();
    SparkConf conf =
        LocalSpark.conf(2).set("spark.ui.retainedJobs", "20").set("spark.ui.retainedStages", "20");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      new TrainingRun(
              "test",
              SETTINGS,
              CountingFileSystem.configuration(),
              new org.apache.hadoop.fs.Path(directory.resolve("run").toUri()),
              1)
          .train(
              new SparkRolloutRunner(spark, OptionalInt.of(2)),
              new TrainingListener() {
                @Override
                public void iterationFinished(IterationMetrics metrics) {
                  if (metrics.iteration() % FIFTH == FIFTH - 5) {
                    samples.put(metrics.iteration(), sample(spark));
                  }
                }
              });
    }

    int last = ITERATIONS - 5;
    assertThat(samples).hasSize(5).containsKey(last);
    Counts early =
        samples.get(last - 2 * FIFTH).counts().since(samples.get(last - 3 * FIFTH).counts());
    Counts late = samples.get(last).counts().since(samples.get(last - FIFTH).counts());
    assertThat(late.listings()).isEqualTo(early.listings());
    assertThat(late.listed()).isEqualTo(early.listed());
    assertThat(late.listings()).as("only checkpoints list").isLessThanOrEqualTo(2 * FIFTH / 10);
    // A policy's file is opened once, when it enters the live buffer.
    assertThat(late.opened()).isLessThanOrEqualTo(3 * 2L * FIFTH);
    assertThat(samples.get(last).broadcasts()).isLessThan(200);
    assertThat(samples.get(last).cached()).isZero();
    if (ITERATIONS >= SETTLED) {
      assertThat(samples.get(last).heapBytes() - samples.get(last - 3 * FIFTH).heapBytes())
          .as("heap in use after a collection, %s", samples)
          .isLessThan(4L << 20);
    }
  }

  private static Sample sample(JavaSparkContext spark) {
    // The first collection enqueues what Spark's cleaner then lets go of.
    System.gc();
    System.gc();
    Runtime heap = Runtime.getRuntime();
    return new Sample(
        CountingFileSystem.counts(),
        heap.totalMemory() - heap.freeMemory(),
        SparkEnv.get().blockManager().getMatchingBlockIds(id -> id.isBroadcast()).size(),
        spark.getPersistentRDDs().size());
  }
}

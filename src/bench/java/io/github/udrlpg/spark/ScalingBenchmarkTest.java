package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.spark.ScalingRun.Times;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
@Tag("native")
@Tag("slow")
@Tag("benchmarks")
class ScalingBenchmarkTest {
  @TempDir Path scratch;

  @Test
  void trainsOnExecutorsThatAreProcessesOfTheirOwn() throws IOException {
    try (JavaSparkContext spark = MachineCluster.start(2, 0.01, scratch)) {
      Times times = ScalingRun.measure(spark, 2, 3, 1, scratch);

      assertThat(times.executors()).isEqualTo(2);
      assertThat(times.policies()).isEqualTo(3);
      assertThat(times.rounds()).isEqualTo(2);
      // Two of the three episodes are one executor's: only there is the duration known.
      assertThat(times.episodeSeconds()).isGreaterThanOrEqualTo(0.02);
      assertThat(times.wallSeconds()).isGreaterThan(times.episodeSeconds());
      // Beside the executors Spark counts the driver.
      assertThat(spark.sc().statusTracker().getExecutorInfos()).hasSize(3);
    }
    assertThat(scratch.resolve("run")).doesNotExist();
  }
}

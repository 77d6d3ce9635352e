package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.rollout.LocalRolloutRunner;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.LocalSpark;
import io.github.udrlpg.testing.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
@Tag("native")
class SparkRolloutRunnerTest {
  @TempDir Path directory;

  @Test
  void partitionsCoresAndSerializersChangeNoRow() throws IOException {
    List<String> expected = trainLocally();

    assertThat(train("one", conf("local[1]"), OptionalInt.of(1))).isEqualTo(expected);
    assertThat(train("four", conf("local[1]"), OptionalInt.of(4))).isEqualTo(expected);
    assertThat(train("cores", conf("local[2]"), OptionalInt.empty())).isEqualTo(expected);
    SparkConf kryo =
        conf("local[2]").set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    assertThat(train("kryo", kryo, OptionalInt.of(3))).isEqualTo(expected);
  }

  @Test
  void partitionsAndCoresChangeNoRowWhereUpdatesOverlap() throws IOException {
    Settings overlapped = Runs.tiny("training.overlap-updates=true").settings();

    List<String> expected = train("one", overlapped, conf("local[1]"), OptionalInt.of(1));

    assertThat(train("cores", overlapped, conf("local[2]"), OptionalInt.empty()))
        .isEqualTo(expected);
  }

  @Test
  void sparkReadsTheFinishedDatasetByPartition() throws IOException {
    List<String> rows = train("run", conf("local[2]"), OptionalInt.empty());

    try (SparkSession session = SparkSession.builder().config(conf("local[2]")).getOrCreate()) {
      org.apache.spark.sql.Dataset<Row> policies =
          session.read().parquet(directory.resolve("run/policies").toString());

      assertThat(policies.count()).isEqualTo(rows.size());
      assertThat(policies.columns())
          .contains("run", "iteration", "policy", "weights", "episodes", "scaled_return")
          .contains("return_bucket", "writer");
      assertThat(
              policies.where("return_bucket <> greatest(ceil(scaled_return * 20) - 1, 0)").count())
          .isZero();
      assertThat(policies.where("size(weights) <> 8 * 16 + 16 + 16 * 2 + 2").count()).isZero();
      assertThat(policies.selectExpr("sum(episodes.length[0])").head().getLong(0))
          .isEqualTo(24_000);
    }
  }

  @Test
  void leavesNoBroadcastsBehind() throws IOException {
    int broadcasts;
    try (JavaSparkContext spark = new JavaSparkContext(conf("local[2]"))) {
      Runs.open(directory.resolve("run"), Runs.tiny().settings())
          .train(new SparkRolloutRunner(spark, OptionalInt.empty()), new TrainingListener() {});
      // Means are destroyed by the runner, Spark's own closures once nobody refers to them.
      broadcasts = broadcastsLeft();
    }
    assertThat(broadcasts).isZero();
  }

  private static int broadcastsLeft() {
    for (int attempt = 0; attempt < 100 && broadcasts() > 0; attempt++) {
      System.gc();
      LockSupport.parkNanos(50_000_000);
    }
    return broadcasts();
  }

  private static int broadcasts() {
    return SparkEnv.get().blockManager().getMatchingBlockIds(id -> id.isBroadcast()).size();
  }

  private List<String> trainLocally() throws IOException {
    Path run = directory.resolve("local");
    Runs.open(run, Runs.tiny().settings())
        .train(new LocalRolloutRunner(), new TrainingListener() {});
    return Dataset.rows(run);
  }

  private List<String> train(String name, SparkConf conf, OptionalInt partitions)
      throws IOException {
    return train(name, Runs.tiny().settings(), conf, partitions);
  }

  private List<String> train(String name, Settings settings, SparkConf conf, OptionalInt partitions)
      throws IOException {
    Path run = directory.resolve(name);
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Runs.open(run, settings)
          .train(new SparkRolloutRunner(spark, partitions), new TrainingListener() {});
    }
    return Dataset.rows(run);
  }

  private static SparkConf conf(String master) {
    return LocalSpark.conf(1).setMaster(master);
  }
}

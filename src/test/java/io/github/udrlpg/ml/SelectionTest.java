package io.github.udrlpg.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.testing.LocalSpark;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("spark")
class SelectionTest {
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .config(LocalSpark.conf(2).set("spark.sql.shuffle.partitions", "3"))
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** 2000 policies, of which half earned 0.15 and the others all returns up to 1. */
  private static Dataset<Row> policies() {
    return spark.sql(
        "select if(id % 2 = 0, 0.15D, (id % 1000) / 999D) as scaled_return,"
            + " array(float(id), 0.5F) as weights from range(0, 2000, 1, 5)");
  }

  private static Selection select(Dataset<Row> rows, OptionalInt perBucket, int capacity) {
    return Selection.of(
        rows,
        "scaled_return",
        "weights",
        2,
        false,
        new BufferSettings(
            BufferSettings.Kind.BUCKETS, 10, perBucket, capacity, BufferSettings.Weighting.EXP, 1),
        1);
  }

  private static Map<Integer, Long> byBucket(Selection selection) {
    return selection.commands().stream()
        .collect(
            Collectors.groupingBy(
                new ReturnBuckets(10)::indexOf, TreeMap::new, Collectors.counting()));
  }

  @Test
  void aBucketHoldsOneMoreThanItsCapacityAsInARun() {
    Selection selection = select(policies(), OptionalInt.of(3), 1000);
    assertThat(byBucket(selection).values()).hasSize(10).containsOnly(4L);
  }

  @Test
  void bucketsTakeTurnsUntilTheBufferIsFull() {
    Selection selection = select(policies(), OptionalInt.empty(), 57);
    assertThat(selection.commands()).hasSize(57);
    assertThat(byBucket(selection).values()).hasSize(10).allMatch(n -> n == 5 || n == 6);
  }

  @Test
  void whatArrivesIsWhatWasSelectedWithItsOwnReturn() {
    Selection selection = select(policies(), OptionalInt.empty(), 300);
    float[] ids = new float[300];
    Arrays.fill(ids, -1);
    selection.visit(
        (policy, row) -> {
          ids[policy] = row.<Float>getList(1).get(0);
          long id = (long) ids[policy];
          assertThat(selection.commands().get(policy))
              .isEqualTo(id % 2 == 0 ? 0.15 : id % 1000 / 999.0);
        });
    assertThat(ids).doesNotContain(-1).doesNotHaveDuplicates();
  }

  @Test
  void rowsThatAreAlikeAreTakenAsOftenAsTheyWereSelected() {
    Dataset<Row> alike =
        spark.sql("select 0.4D as scaled_return, array(1F, 2F) as weights from range(0, 50, 1, 4)");
    Selection selection = select(alike, OptionalInt.of(6), 100);
    int[] arrived = new int[7];
    selection.visit((policy, row) -> arrived[policy]++);
    assertThat(arrived).containsOnly(1);
  }

  @Test
  void policiesThatBrokeTheSimulationAreLeftOut() {
    Dataset<Row> rows =
        spark.sql(
            "select 0.4D as scaled_return, array(float(id), 2F) as weights,"
                + " array(named_struct('diverged', id <> 3)) as episodes from range(5)");
    Selection selection = select(rows, OptionalInt.empty(), 100);
    selection.visit((policy, row) -> assertThat(row.<Float>getList(1).get(0)).isEqualTo(3f));
    assertThat(selection.commands()).hasSize(1);
  }
}

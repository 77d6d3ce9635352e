package io.github.udrlpg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  @Test
  void takesWhatIsAskedForUpToAPolicyEach() {
    assertThat(Partitions.of(8, OptionalInt.of(3), 16, conf())).isEqualTo(3);
    assertThat(Partitions.of(8, OptionalInt.of(9), 16, conf())).isEqualTo(8);
    assertThat(Partitions.of(8, OptionalInt.empty(), 4, conf())).isEqualTo(4);
  }

  @Test
  void countsExecutorsThatMayYetComeWhereTheyComeAndGo() {
    SparkConf conf = conf("spark.dynamicAllocation.enabled", "true", "spark.executor.cores", "4");

    assertThat(Partitions.of(100, OptionalInt.empty(), 2, conf)).isEqualTo(100);
    conf.set("spark.dynamicAllocation.maxExecutors", "5");
    assertThat(Partitions.of(100, OptionalInt.empty(), 2, conf)).isEqualTo(20);
    conf.set("spark.task.cpus", "2");
    assertThat(Partitions.of(100, OptionalInt.empty(), 2, conf)).isEqualTo(10);
    assertThat(Partitions.of(100, OptionalInt.empty(), 40, conf)).isEqualTo(40);
    assertThat(Partitions.of(100, OptionalInt.of(3), 2, conf)).isEqualTo(3);
    conf.set("spark.default.parallelism", "7");
    assertThat(Partitions.of(100, OptionalInt.empty(), 7, conf)).isEqualTo(7);
  }

  @Test
  void anExecutorOfUnknownSizeMayTakeEveryPolicy() {
    SparkConf conf =
        conf(
            "spark.master",
            "spark://master:7077",
            "spark.dynamicAllocation.enabled",
            "true",
            "spark.dynamicAllocation.maxExecutors",
            "2");

    assertThat(Partitions.of(100, OptionalInt.empty(), 2, conf)).isEqualTo(100);
    conf.set("spark.executor.cores", "8");
    assertThat(Partitions.of(100, OptionalInt.empty(), 2, conf)).isEqualTo(16);
  }

  @Test
  void oneMachineHasTheCoresItHas() {
    SparkConf conf = conf("spark.dynamicAllocation.enabled", "true", "spark.master", "local[3]");

    assertThat(Partitions.of(100, OptionalInt.empty(), 3, conf)).isEqualTo(3);
  }

  private static SparkConf conf(String... settings) {
    SparkConf conf = new SparkConf(false).set("spark.master", "yarn");
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }
}

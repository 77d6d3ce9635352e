package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.testing.Serializers;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an analysis sends to executors and gets back, whatever serializer Spark has. */
class ShippedTypesTest {
  private static final SourceFile FILE =
      new SourceFile(3, "d", new DataFile("trial=7/return_bucket=4/p.parquet", 5, 600, "ab"), 7);
  private static final PolicyKey KEY = new PolicyKey(InputRun.NO_TRIAL, "run", 2, 1);
  private static final Traits TRAITS =
      new Traits("Swimmer-v4", new PolicyShape(List.of(8, 2)), -100, 365, "include", 20);

  private static <T extends Serializable> void assertArrives(T value, Class<T> type) {
    assertThat(Serializers.java(value)).isEqualTo(value);
    byte[] bytes = (byte[]) Serializers.kryo(TaskResultBytes.encode(value));
    assertThat(TaskResultBytes.decode(bytes, type)).isEqualTo(value);
  }

  @Test
  void recordsArriveAsTheyWere() {
    assertArrives(FILE, SourceFile.class);
    assertArrives(KEY, PolicyKey.class);
    assertArrives(TRAITS, Traits.class);
    assertArrives(
        new ClusterReturns(4, ClusterReturns.What.MIDPOINT, 1, 10, 2.5, 0.5), ClusterReturns.class);
  }

  @Test
  void workForATaskArrivesWithAllItsParts() {
    ObservationNormalizer common =
        ObservationNormalizer.of(new double[] {1, 2}, new double[] {3, 4});
    ClusterRollout sent =
        new ClusterRollout(4, List.of(FILE), Map.of(KEY, 1), List.of(KEY), TRAITS, common, 10);
    ClusterRollout arrived =
        TaskResultBytes.decode(
            (byte[]) Serializers.kryo(TaskResultBytes.encode(sent)), ClusterRollout.class);
    assertThat(arrived).usingRecursiveComparison().isEqualTo(sent);
    assertThat(arrived.common().deviation()).containsExactly(3, 4);
  }
}

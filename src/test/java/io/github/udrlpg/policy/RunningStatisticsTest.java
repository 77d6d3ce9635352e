package io.github.udrlpg.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

class RunningStatisticsTest {
  private static final double[][] OBSERVATIONS = {{1, 10}, {2, 10}, {3, 10}, {6, 14}, {-2, 1e6}};

  @Test
  void countsMeanAndSquaredDeviations() {
    RunningStatistics statistics = of(Arrays.copyOf(OBSERVATIONS, 4));

    assertThat(statistics.count()).isEqualTo(4);
    assertThat(statistics.mean()).containsExactly(new double[] {3, 11}, within(1e-12));
    assertThat(statistics.m2()).containsExactly(new double[] {14, 12}, within(1e-12));
  }

  @Test
  void mergingEqualsCountingEverything() {
    RunningStatistics whole = of(OBSERVATIONS);
    for (int cut = 0; cut <= OBSERVATIONS.length; cut++) {
      RunningStatistics left = of(Arrays.copyOfRange(OBSERVATIONS, 0, cut));
      RunningStatistics right = of(Arrays.copyOfRange(OBSERVATIONS, cut, OBSERVATIONS.length));
      RunningStatistics rightBefore = right.copy();
      left.merge(right);

      assertThat(left.count()).isEqualTo(whole.count());
      for (int i = 0; i < 2; i++) {
        assertThat(left.mean()[i]).isCloseTo(whole.mean()[i], within(1e-9 * whole.mean()[i]));
        assertThat(left.m2()[i]).isCloseTo(whole.m2()[i], within(1e-9 * whole.m2()[i]));
      }
      assertThat(right).isEqualTo(rightBefore);
    }
  }

  @Test
  void normalisesByThePopulationDeviation() {
    ObservationNormalizer normalizer = of(Arrays.copyOf(OBSERVATIONS, 4)).toNormalizer();

    assertThat(normalizer.mean()).containsExactly(new double[] {3, 11}, within(1e-12));
    assertThat(normalizer.deviation())
        .containsExactly(new double[] {Math.sqrt(3.5), Math.sqrt(3)}, within(1e-12));
    float[] normalized = new float[2];
    normalizer.normalize(new double[] {5, 11}, normalized);
    assertThat(normalized[0]).isCloseTo((float) (2 / (Math.sqrt(3.5) + 1e-8)), within(1e-7f));
    assertThat(normalized[1]).isZero();
  }

  @Test
  void changesNothingUntilAnObservationWasCounted() {
    ObservationNormalizer normalizer = new RunningStatistics(3).toNormalizer();

    assertThat(normalizer).isEqualTo(ObservationNormalizer.identity(3));
    float[] normalized = new float[3];
    double[] observation = {0.1, -1e9, 1.0 / 3};
    normalizer.normalize(observation, normalized);
    assertThat(normalized).containsExactly(0.1f, -1e9f, (float) (1.0 / 3));
  }

  @Test
  void anIdentityThatWasStoredIsStillOne() {
    ObservationNormalizer identity = ObservationNormalizer.identity(1);
    ObservationNormalizer restored =
        ObservationNormalizer.of(identity.mean(), identity.deviation());

    assertThat(restored).isEqualTo(identity).hasSameHashCodeAs(identity);
    float[] normalized = new float[1];
    restored.normalize(new double[] {1 + 0x1p-23}, normalized);
    assertThat(normalized[0]).isEqualTo(1 + 0x1p-23f);
  }

  @Test
  void copiesAreIndependent() {
    RunningStatistics statistics = of(OBSERVATIONS);
    RunningStatistics copy = statistics.copy();
    assertThat(copy).isEqualTo(statistics).hasSameHashCodeAs(statistics);
    copy.add(OBSERVATIONS[0]);
    statistics.mean()[0] = 99;

    assertThat(statistics).isNotEqualTo(copy).isEqualTo(of(OBSERVATIONS));
  }

  @Test
  void areRestoredFromTheirNumbers() {
    RunningStatistics statistics = of(OBSERVATIONS);
    assertThat(RunningStatistics.of(statistics.count(), statistics.mean(), statistics.m2()))
        .isEqualTo(statistics)
        .hasToString(statistics.toString());
  }

  @Test
  void surviveJavaSerialization() throws Exception {
    RunningStatistics statistics = of(OBSERVATIONS);
    assertThat(javaRoundTrip(statistics)).isEqualTo(statistics);
    ObservationNormalizer normalizer = statistics.toNormalizer();
    assertThat(javaRoundTrip(normalizer)).isEqualTo(normalizer);
    assertSameEffect((ObservationNormalizer) javaRoundTrip(normalizer), normalizer);
  }

  @Test
  void surviveKryo() {
    RunningStatistics statistics = of(OBSERVATIONS);
    assertThat(kryoRoundTrip(statistics, RunningStatistics.class)).isEqualTo(statistics);
    ObservationNormalizer normalizer = statistics.toNormalizer();
    ObservationNormalizer restored = kryoRoundTrip(normalizer, ObservationNormalizer.class);
    assertThat(restored).isEqualTo(normalizer);
    assertSameEffect(restored, normalizer);
  }

  @Test
  void refuseWhatDoesNotFit() {
    RunningStatistics statistics = new RunningStatistics(2);
    assertThatThrownBy(() -> statistics.add(new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Wrong observation size: expected 2, found 3");
    assertThatThrownBy(() -> statistics.merge(new RunningStatistics(1)))
        .hasMessage("Wrong observation size: expected 2, found 1");
    assertThatThrownBy(() -> RunningStatistics.of(1, new double[1], new double[2]))
        .hasMessage("Observation mean and m2 differ in length: 1 and 2");
    assertThatThrownBy(() -> RunningStatistics.of(-1, new double[1], new double[1]))
        .hasMessage("The count must not be negative, found -1");
    assertThatThrownBy(() -> RunningStatistics.of(1, new double[] {0}, new double[] {-1}))
        .hasMessage(
            "Observation mean and m2 must be finite, and m2 not negative, found 0.0 and -1.0 at"
                + " index 0");
    assertThatThrownBy(() -> ObservationNormalizer.of(new double[1], new double[2]))
        .hasMessage("Observation mean and deviation differ in length: 1 and 2");
    assertThatThrownBy(
            () -> ObservationNormalizer.of(new double[] {0, Double.NaN}, new double[] {1, 1}))
        .hasMessage(
            "Observation mean and deviation must be finite, and the deviation not negative, found"
                + " NaN and 1.0 at index 1");
  }

  private static RunningStatistics of(double[]... observations) {
    RunningStatistics statistics = new RunningStatistics(2);
    for (double[] observation : observations) {
      statistics.add(observation);
    }
    return statistics;
  }

  private static void assertSameEffect(ObservationNormalizer one, ObservationNormalizer other) {
    float[] first = new float[2];
    float[] second = new float[2];
    one.normalize(new double[] {0.7, -12}, first);
    other.normalize(new double[] {0.7, -12}, second);
    assertThat(first).isEqualTo(second);
  }

  private static Object javaRoundTrip(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  private static <T> T kryoRoundTrip(T value, Class<T> type) {
    SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();
    return kryo.deserialize(
        kryo.serialize(value, ClassTag$.MODULE$.apply(type)), ClassTag$.MODULE$.apply(type));
  }
}

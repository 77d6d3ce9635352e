package io.github.udrlpg.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EquivalenceTest {
  static Stream<JsonNode> cases() {
    return StreamSupport.stream(Reference.read().get("equivalence").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTwoTestsOfSciPy(JsonNode sample) {
    double[] values = Reference.doubles(sample.get("values"));

    double p =
        Equivalence.pValue(
            Estimators.mean(values),
            Estimators.standardDeviation(values),
            values.length,
            sample.get("value").asDouble(),
            sample.get("margin").asDouble());

    assertThat(p).isCloseTo(sample.get("p").asDouble(), within(1e-12));
  }

  @Test
  void withoutSpreadTheMeanDecides() {
    assertThat(Equivalence.pValue(1000, 0, 5, 950, 100)).isZero();
    assertThat(Equivalence.pValue(1000, 0, 5, 900, 100)).isEqualTo(1);
    assertThat(Equivalence.pValue(1000, 0, 1, 1000, 100)).isNaN();
  }
}

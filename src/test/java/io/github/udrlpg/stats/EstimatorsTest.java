package io.github.udrlpg.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EstimatorsTest {

  @Test
  void theInterquartileMeanIsTheMeanOfTheMiddleHalf() {
    // Of eight, two are dropped at each end: (3 + 4 + 5 + 100) / 4.
    assertThat(Estimators.interquartileMean(new double[] {3, 900, 4, -7, 5, 100, 1, 800}))
        .isEqualTo(28);
    // Of seven, ⌊7 / 4⌋ = 1: (2 + 3 + 4 + 5 + 6) / 5.
    assertThat(Estimators.interquartileMean(new double[] {7, 6, 5, 4, 3, 2, -50})).isEqualTo(4);
    // Of three, none.
    assertThat(Estimators.interquartileMean(new double[] {1, 2, 9})).isEqualTo(4);
  }

  @Test
  void theOthersByHand() {
    double[] scores = {4, 1, 7, 2};

    assertThat(Estimators.mean(scores)).isEqualTo(3.5);
    assertThat(Estimators.median(scores)).isEqualTo(3);
    // Squares of 0.5, -2.5, 3.5 and -1.5 are 21 together, over three.
    assertThat(Estimators.standardDeviation(scores)).isEqualTo(Math.sqrt(7));
    assertThat(Estimators.quantile(scores, 0.9)).isCloseTo(4 + 0.7 * 3, within(1e-12));
    assertThat(scores).containsExactly(4, 1, 7, 2);
  }

  @Test
  void whatCannotBeSaidIsNotANumber() {
    assertThat(Estimators.mean(new double[0])).isNaN();
    assertThat(Estimators.median(new double[0])).isNaN();
    assertThat(Estimators.interquartileMean(new double[0])).isNaN();
    assertThat(Estimators.standardDeviation(new double[] {3})).isNaN();
  }

  static Stream<JsonNode> sets() {
    return Reference.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void agreesWithNumPyAndSciPy(JsonNode set) {
    for (String name : new String[] {"x", "y"}) {
      double[] scores = Reference.doubles(set.get(name));
      JsonNode expected = set.get("of_" + name);

      assertThat(Estimators.mean(scores)).isCloseTo(expected.get("mean").asDouble(), within(1e-9));
      assertThat(Estimators.standardDeviation(scores))
          .isCloseTo(expected.get("std").asDouble(), within(1e-9));
      assertThat(Estimators.median(scores))
          .isCloseTo(expected.get("median").asDouble(), within(1e-9));
      assertThat(Estimators.interquartileMean(scores))
          .isCloseTo(expected.get("iqm").asDouble(), within(1e-9));
      assertThat(Estimators.quantile(scores, 0.1))
          .isCloseTo(expected.get("quantile_0.1").asDouble(), within(1e-9));
    }
  }
}

package io.github.udrlpg.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {
  private static final double[] NONE = {};
  private final StratifiedBootstrap bootstrap = new StratifiedBootstrap(2_000, 1);

  static Stream<JsonNode> sets() {
    return Reference.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void agreesWithSciPyAndRliable(JsonNode set) {
    double[] x = Reference.doubles(set.get("x"));
    double[] y = Reference.doubles(set.get("y"));
    double[] differences = new double[Math.min(x.length, y.length)];
    Arrays.setAll(differences, i -> x[i] - y[i]);

    Comparison comparison = Comparison.of(x, y, differences, bootstrap);

    JsonNode expected = set.get("pair");
    double improvement = expected.get("probability_of_improvement").asDouble();
    assertThat(comparison.improvement().value()).isCloseTo(improvement, within(1e-12));
    assertThat(comparison.cliffsDelta()).isCloseTo(2 * improvement - 1, within(1e-12));
    assertThat(comparison.pValue())
        .isCloseTo(expected.get("mann_whitney_p").asDouble(), within(1e-9));
    assertThat(comparison.hedgesG()).isCloseTo(expected.get("hedges_g").asDouble(), within(1e-9));
    assertThat(comparison.paired().orElseThrow().pValue())
        .isCloseTo(expected.get("wilcoxon_p").asDouble(), within(1e-9));
  }

  @Test
  void countsPairsByHand() {
    // Of six pairs, 5 > 1, 5 > 2, 2 > 1 and half of 2 = 2: three and a half.
    assertThat(ProbabilityOfImprovement.of(new double[] {5, 2}, new double[] {1, 2, 7}))
        .isEqualTo(3.5 / 6);
    // The mean of 3.5 / 6 and 1.
    assertThat(
            ProbabilityOfImprovement.of(
                new double[][] {{5, 2}, {9}}, new double[][] {{1, 2, 7}, {3, 4}}))
        .isEqualTo((3.5 / 6 + 1) / 2);
  }

  @Test
  void theSmallestExactPValueIsOneOfAllOrders() {
    // Three above three: one of the C(6, 3) = 20 orders, on either side.
    assertThat(Significance.mannWhitney(new double[] {4, 5, 6}, new double[] {1, 2, 3}))
        .isCloseTo(0.1, within(1e-12));
    // Four differences of one sign: one of 2⁴ patterns, on either side.
    assertThat(Significance.wilcoxon(new double[] {1, 2, 3, 4})).isCloseTo(0.125, within(1e-12));
  }

  @Test
  void equalRunsAreNoDifference() {
    double[] same = {1000, 1000, 1000};

    Comparison comparison = Comparison.of(same, same, new double[] {0, 0, 0}, bootstrap);

    assertThat(comparison.improvement().value()).isEqualTo(0.5);
    assertThat(comparison.pValue()).isEqualTo(1);
    assertThat(comparison.hedgesG()).isNaN();
    assertThat(comparison.meanDifference()).isEqualTo(new Estimate(0, new Interval(0, 0)));
    assertThat(comparison.paired().orElseThrow())
        .isEqualTo(new Comparison.Paired(3, new Estimate(0, new Interval(0, 0)), 1));
  }

  @Test
  void aSingleCommonSeedIsNoPairing() {
    assertThat(
            Comparison.of(new double[] {1, 2}, new double[] {3}, new double[] {-2}, bootstrap)
                .paired())
        .isEmpty();
  }

  @Test
  void holmByHand() {
    // 0.01 · 3, 0.02 · 2, then 0.03 · 1, which must not fall below the one before.
    assertThat(Significance.holm(new double[] {0.03, 0.01, Double.NaN, 0.02}))
        .containsExactly(new double[] {0.04, 0.03, Double.NaN, 0.04}, within(1e-12));
    assertThat(Significance.holm(new double[] {0.9, 0.6})).containsExactly(1, 1);
  }

  @Test
  void nothingToCompareHasNoPValue() {
    assertThat(Significance.mannWhitney(NONE, new double[] {1})).isNaN();
    assertThat(Significance.wilcoxon(NONE)).isNaN();
    assertThatThrownBy(() -> ProbabilityOfImprovement.of(new double[1][1], new double[2][1]))
        .hasMessage("Both sets of runs need the same tasks, found 1 and 2");
  }
}

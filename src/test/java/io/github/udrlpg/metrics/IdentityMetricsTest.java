package io.github.udrlpg.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentityMetricsTest {
  private static final double WIDTH = 200;

  @Test
  void isMeasuredOnTheScaleOfReturns() {
    // Misses of 0, 20, -30 and 60 on a scale of 200: 0, 0.1, -0.15 and 0.3.
    IdentityMetrics metrics = of(new double[] {0, 50, 100, 150}, new double[] {0, 70, 70, 210});

    assertThat(metrics.nrmse()).isCloseTo(Math.sqrt((0.01 + 0.0225 + 0.09) / 4), within(1e-15));
    assertThat(metrics.withinTenPercent()).isEqualTo(0.5);
    // Deviations of 76.3 (0, 70, 70 and 210) and 55.9 (steps of 50).
    assertThat(metrics.achievedSpread()).isCloseTo(Math.sqrt(5818.75 / 3125), within(1e-12));
    assertThat(metrics.commands()).isEqualTo(4);
    assertThat(metrics.lowestCommand()).isZero();
    assertThat(metrics.highestCommand()).isEqualTo(0.75);
    assertThat(metrics.iteration()).isEqualTo(6);
    assertThat(metrics.envSteps()).isEqualTo(7000);
    assertThat(metrics.kind()).isEqualTo("extensive");
    // The same in returns: misses of 0, 20, 30 and 60.
    assertThat(metrics.rmse()).isCloseTo(Math.sqrt((400 + 900 + 3600) / 4.0), within(1e-12));
    assertThat(metrics.meanAbsoluteError()).isCloseTo(110 / 4.0, within(1e-12));
    assertThat(metrics.rSquared()).isCloseTo(1 - 4900 / 4.0 / 3125, within(1e-12));
    assertThat(metrics.lowestAchieved()).isZero();
    assertThat(metrics.highestAchieved()).isEqualTo(210);
    // The p-values of the rows are 0.01 and thrice 0.2.
    assertThat(metrics.equivalent()).isEqualTo(0.25);
    assertThat(metrics.weightDistance()).isNaN();
    assertThat(metrics.withDistances(3, 0.5).relativeWeightDistance()).isEqualTo(0.5);
  }

  @Test
  void aMissOfExactlyATenthIsWithinDespiteRounding() {
    // 0.3 − 0.2 is a little more than 0.1 in binary.
    assertThat(of(new double[] {0.2 * WIDTH}, new double[] {0.3 * WIDTH}).withinTenPercent())
        .isEqualTo(1);
    assertThat(of(new double[] {0.2 * WIDTH}, new double[] {0.301 * WIDTH}).withinTenPercent())
        .isZero();
  }

  @Test
  void tiesHaveTheMeanOfTheirRanks() {
    double[] commanded = {1, 2, 3, 4};

    assertThat(of(commanded, new double[] {10, 11, 400, 4000}).spearman()).isEqualTo(1);
    assertThat(of(commanded, new double[] {9, 8, 7, 6}).spearman()).isEqualTo(-1);
    // Ranks 1.5, 1.5, 3, 4 against 1, 2, 3, 4: covariance 4.5, variances 4.5 and 5.
    assertThat(of(commanded, new double[] {5, 5, 6, 7}).spearman())
        .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
  }

  @Test
  void aCorrelationThatDoesNotExistIsNotANumber() {
    assertThat(of(new double[] {1, 2, 3}, new double[] {5, 5, 5}).spearman()).isNaN();
    assertThat(of(new double[] {1}, new double[] {5}).spearman()).isNaN();
    assertThat(of(new double[] {1}, new double[] {5}).achievedSpread()).isNaN();
    assertThat(of(new double[] {1, 2, 3}, new double[] {5, 5, 5}).achievedSpread()).isZero();
    assertThatThrownBy(() -> IdentityMetrics.of("seen", List.of(), WIDTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot measure the identity of no commands");
  }

  @Test
  void commandsWhoseEpisodesAllDivergedAreLeftOut() {
    IdentityMetrics some = of(new double[] {0, 50, 100}, new double[] {0, 70, Double.NaN});

    assertThat(some.commands()).isEqualTo(2);
    assertThat(some.meanAbsoluteError()).isCloseTo(10, within(1e-12));
    assertThat(some.rSquared()).isCloseTo(1 - 200 / 625.0, within(1e-12));
    assertThat(some.highestAchieved()).isEqualTo(70);
    assertThat(some.equivalent()).isEqualTo(0.5);

    IdentityMetrics none = of(new double[] {0, 50}, new double[] {Double.NaN, Double.NaN});
    assertThat(none.commands()).isZero();
    assertThat(
            List.of(
                none.nrmse(),
                none.rmse(),
                none.meanAbsoluteError(),
                none.rSquared(),
                none.lowestAchieved(),
                none.highestAchieved(),
                none.equivalent()))
        .containsOnly(Double.NaN);
  }

  private static IdentityMetrics of(double[] commanded, double[] achieved) {
    List<EvaluationMetrics> rows =
        IntStream.range(0, commanded.length)
            .mapToObj(
                i ->
                    new EvaluationMetrics(
                        "extensive",
                        6,
                        7000,
                        commanded[i] / WIDTH,
                        commanded[i],
                        5,
                        -1,
                        0,
                        -1,
                        -1,
                        achieved[i],
                        0,
                        10,
                        Double.isNaN(achieved[i]) ? 5 : 0,
                        commanded[i] / WIDTH,
                        achieved[i] - 1,
                        achieved[i] + 1,
                        i == 0 ? 0.01 : 0.2))
            .toList();
    return IdentityMetrics.of("extensive", rows, WIDTH);
  }
}

package io.github.udrlpg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseAdaptationTest {
  private final NoiseAdaptation adaptation = new NoiseAdaptation(0.1, 0.2);

  @Test
  void noiseGrowsWhereItPaysAndShrinksWhereItBreaks() {
    // exp((share − 0.2) / (5 · 0.8)): shares of 1, 0.5 and 0.
    assertThat(adaptation.next(0.1, rows(0.5, 0.6, 0.7))).isCloseTo(0.1 * Math.exp(0.2), EXACT);
    assertThat(adaptation.next(0.1, rows(0.5, 0.6, 0.4))).isCloseTo(0.1 * Math.exp(0.075), EXACT);
    assertThat(adaptation.next(0.1, rows(0.5, 0.3, 0.4))).isCloseTo(0.1 * Math.exp(-0.05), EXACT);
    assertThat(adaptation.next(0.1, rows(0.5, 0.5, 0.5))).isLessThan(0.1);
  }

  private static final org.assertj.core.data.Offset<Double> EXACT = within(1e-15);

  @Test
  void noiseStaysWithinBoundsAndNeedsBothKindsOfPolicies() {
    assertThat(adaptation.next(1.99, rows(0.5, 0.6, 0.7))).isEqualTo(2);
    assertThat(adaptation.next(0.0051, rows(0.5, 0.3, 0.4))).isEqualTo(0.005);
    assertThat(adaptation.next(0.1, rows(0.5))).isEqualTo(0.1);
    assertThat(adaptation.next(0.1, rows(0.5, 0.6).subList(1, 2))).isEqualTo(0.1);
  }

  @Test
  void whatBrokeDownIsNoSuccess() {
    List<PolicyRow> rows = List.of(row(0, 0.5, 0, false), row(1, 0.9, 0.1, true));

    assertThat(adaptation.next(0.1, rows)).isEqualTo(0.1);
  }

  /** A policy without noise and others with it. */
  private static List<PolicyRow> rows(double reference, double... perturbed) {
    List<PolicyRow> rows = new java.util.ArrayList<>();
    rows.add(row(0, reference, 0, false));
    for (double scaledReturn : perturbed) {
      rows.add(row(rows.size(), scaledReturn, 0.1, false));
    }
    return rows;
  }

  private static PolicyRow row(int policy, double scaledReturn, double noise, boolean diverged) {
    return new PolicyRow(
        "run",
        1,
        policy,
        "InvertedPendulum-v4",
        PolicyOrigin.GENERATOR,
        1,
        noise,
        7,
        ObservationNormalizer.identity(4),
        new RunningStatistics(4),
        List.of(new Episode(1, 1000 * scaledReturn, 0, 10, true, false, diverged)),
        scaledReturn,
        0);
  }
}

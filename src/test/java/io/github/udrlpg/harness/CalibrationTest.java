package io.github.udrlpg.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.config.CalibrationSettings;
import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.testing.Serializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static final ReturnScale SCALE = new ReturnScale(0, 1000, SurvivalBonus.INCLUDE);
  private static final int LONGEST = 1000;

  private final List<Double> measured = new ArrayList<>();

  @Test
  void poolsAdjacentViolators() {
    // 3 and 2 violate the order: both become 2.5. Equal returns begin with their first command, and
    // are answered with the middle between the first and the last whatever lies in between.
    TreeMap<Double, Double> achieved =
        new TreeMap<>(Map.of(0.0, 1.0, 1.0, 3.0, 2.0, 2.0, 3.0, 4.0, 5.0, 4.0));
    achieved.put(3.1, 4.0);
    Calibration fitted = Calibration.rising(achieved, 0);

    assertThat(fitted.commands()).containsExactly(0.0, 1.5, 3.0, 4.0);
    assertThat(fitted.returns()).containsExactly(1.0, 2.5, 4 - 1e-6, 4.0);
    // A pool that falls below the one before it takes it in: (1 + 3 + 2 − 3) / 4.
    Calibration falling =
        Calibration.rising(new TreeMap<>(Map.of(0.0, 1.0, 1.0, 3.0, 2.0, 2.0, 3.0, -3.0)), 0);
    assertThat(falling.commands()).containsExactly(1.5);
    assertThat(falling.returns()).containsExactly(0.75);
  }

  @Test
  void averagesNeighboursBecauseOneEpisodeIsLuck() {
    TreeMap<Double, Double> achieved = new TreeMap<>();
    for (int i = 0; i <= 100; i++) {
      achieved.put(i / 100.0, i / 100.0 + (i % 2 == 0 ? 0.2 : -0.2));
    }
    Calibration smoothed = Calibration.fit(achieved);

    for (double wanted = 0.1; wanted < 0.9; wanted += 0.01) {
      assertThat(smoothed.command(wanted)).isCloseTo(wanted, within(0.05));
    }
    assertThat(smoothed.attains(0.5)).isTrue();
  }

  @Test
  void invertsAKnownCurve() {
    TreeMap<Double, Double> squares = new TreeMap<>();
    for (int i = 0; i <= 100; i++) {
      squares.put(i / 100.0, i * i / 10_000.0);
    }
    Calibration fitted = Calibration.rising(squares, 0);

    for (double wanted : new double[] {0, 0.01, 0.3, 0.77, 1}) {
      assertThat(fitted.command(wanted)).isCloseTo(Math.sqrt(wanted), within(1e-3));
    }
  }

  @Test
  void saysWhatCannotBeAttained() {
    Calibration fitted = curve();

    assertThat(fitted.command(-1)).isEqualTo(0.2);
    assertThat(fitted.command(0.1)).isEqualTo(0.2);
    assertThat(fitted.command(0.45)).isCloseTo(0.55, within(1e-12));
    assertThat(fitted.attains(0.1)).isTrue();
    assertThat(fitted.attains(0.09)).isFalse();
    assertThat(fitted.attains(0.45)).isTrue();
    assertThat(fitted.attains(0.81)).isFalse();
    assertThat(fitted.command(7)).isCloseTo(0.9, within(1e-12));
    assertThat(fitted.range(SCALE)).isEqualTo("100.0 to 800.0 (commands 0.100 to 0.800)");
    assertThat(fitted.warning(0.8, SCALE)).isEmpty();
    assertThat(fitted.warning(0.95, SCALE))
        .contains(
            "Command 0.950 asks for a return of 950.0, outside of what the generator was measured"
                + " to attain, 100.0 to 800.0 (commands 0.100 to 0.800): it is given what attains"
                + " the nearest return");
    assertThatThrownBy(() -> fitted.command(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A wanted return must be a number, found NaN");
  }

  /** From 0.1 at 0.2 to 0.8 at 0.9, in steps of 0.05. */
  private static Calibration curve() {
    TreeMap<Double, Double> achieved = new TreeMap<>();
    for (int i = 0; i <= 14; i++) {
      achieved.put(0.2 + 0.05 * i, i == 14 ? 0.8 : 0.1 + 0.05 * i);
    }
    return Calibration.rising(achieved, 0);
  }

  @Test
  void answersWithTheNearerEndOfALeap() {
    Calibration fitted =
        Calibration.rising(new TreeMap<>(Map.of(0.0, 0.05, 0.4, 0.1, 0.41, 0.95, 1.0, 1.0)), 0);

    assertThat(fitted.command(0.5)).isEqualTo(0.4);
    assertThat(fitted.command(0.6)).isEqualTo(0.41);
    assertThat(fitted.attains(0.1)).isTrue();
    assertThat(fitted.attains(0.5)).isFalse();
    assertThat(fitted.attains(0.95)).isTrue();
    assertThat(fitted.range(SCALE))
        .isEqualTo(
            "50.0 to 1000.0 (commands 0.050 to 1.000) but not 100.0 to 950.0 (commands 0.100 to"
                + " 0.950)");
  }

  @Test
  void refusesWhatIsNoCurve() throws Exception {
    assertThatThrownBy(() -> new Calibration(List.of(0.1), List.of()))
        .hasMessage("A calibration needs as many commands as returns, at least one, found 1 and 0");
    assertThatThrownBy(() -> new Calibration(List.of(0.1, 0.2), List.of(0.5, 0.5)))
        .hasMessage("The returns of a calibration must rise strictly, found [0.5, 0.5]");
    Calibration whole = new Calibration(List.of(0.1, 0.2), List.of(0.5, 0.6));
    assertThat(Serializers.java(whole)).isEqualTo(whole);
  }

  @Test
  void looksBetweenNeighboursWhereTheCurveLeaps() {
    Calibration fitted =
        calibrate(1, 40, 20_000, command -> command < 0.37 ? 0.1 : 0.9).orElseThrow();

    // Ten even commands come first: the others ask for what lies in the leap, round by round.
    TreeSet<Double> all = new TreeSet<>(measured);
    assertThat(all.higher(0.37) - all.lower(0.37)).isLessThan(0.01);
    // Plateaus are answered from their inside, away from the leap.
    assertThat(fitted.command(0.1)).isBetween(0.05, 0.32);
    assertThat(fitted.command(0.9)).isBetween(0.42, 0.9);
    assertThat(all).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void aCurveThatFoldsIsAnsweredOnTheBranchThatIsKnownBest() {
    // A leap from 0.1 to 1, down to 0.2, up to 1 and down again: a rising curve is 0.6 everywhere.
    DoubleUnaryOperator folded =
        command ->
            command < 0.1
                ? command
                : command < 0.2
                    ? 1
                    : command < 0.4
                        ? 1 - 4 * (command - 0.2)
                        : command < 0.8 ? 0.2 + 2 * (command - 0.4) : 1 - 3 * (command - 0.8);
    Calibration fitted = calibrate(1, 60, 60_000, folded).orElseThrow();

    for (double wanted = 0.25; wanted < 0.99; wanted += 0.0137) {
      assertThat(folded.applyAsDouble(fitted.command(wanted)))
          .as("for %s", wanted)
          .isCloseTo(wanted, within(0.05));
    }
    assertThat(fitted.attains(0.5)).isTrue();
    assertThat(folded.applyAsDouble(fitted.command(0.05))).isCloseTo(0.05, within(0.03));
    assertThat(Serializers.java(fitted)).isEqualTo(fitted);
  }

  @Test
  void nothingIsInventedInALeapOfAFoldedCurve() {
    // Nothing achieves what lies between 0.3 and 0.7.
    DoubleUnaryOperator folded =
        command -> command < 0.5 ? 0.3 - 0.6 * Math.abs(command - 0.25) : 1 - 0.6 * (command - 0.5);
    Calibration fitted = calibrate(1, 60, 60_000, folded).orElseThrow();

    assertThat(fitted.attains(0.5)).isFalse();
    assertThat(folded.applyAsDouble(fitted.command(0.4))).isCloseTo(0.3, within(0.05));
    assertThat(fitted.range(SCALE)).contains(" but not ");
  }

  @Test
  void neverTakesMoreThanItMay() {
    for (long steps : new long[] {8_000, 9_999, 20_000, 100_000}) {
      measured.clear();
      calibrate(2, 60, steps, command -> command * command);
      long taken = 2 * measured.stream().mapToLong(c -> Math.round(c * c * LONGEST)).sum();
      assertThat(taken).isLessThanOrEqualTo(steps);
      assertThat(measured).hasSizeLessThanOrEqualTo(60);
    }
  }

  @Test
  void commandsThatDivergeSayNothingOfTheCurve() {
    DoubleUnaryOperator broken =
        command -> command > 0.35 && command < 0.55 ? Double.NaN : command < 0.45 ? 0.1 : 0.9;
    Calibration fitted = calibrate(1, 40, 40_000, broken).orElseThrow();

    assertThat(fitted.lowest()).isCloseTo(0.1, within(1e-5));
    assertThat(fitted.highest()).isCloseTo(0.9, within(1e-12));
    // What diverged took steps and is not asked again.
    assertThat(measured).doesNotHaveDuplicates().hasSizeBetween(11, 40);
    measured.clear();
    calibrate(1, 60, 8_000, broken);
    assertThat(measured.stream().mapToLong(command -> steps(command, broken)).sum())
        .isLessThanOrEqualTo(8_000);
    measured.clear();
    assertThat(calibrate(1, 40, 40_000, command -> command < 0.6 ? Double.NaN : 0.9)).isEmpty();
    assertThat(calibrate(1, 40, 40_000, command -> Double.NaN)).isEmpty();
  }

  @Test
  void reservesItsShareOrNothing() {
    assertThat(calibrator(1, 60).reserve(100_000)).isEqualTo(20_000);
    // No more than all commands may take.
    assertThat(calibrator(1, 60).reserve(3_000_000)).isEqualTo(60_000);
    // What no integer counts is the share all the same.
    assertThat(calibrator(Integer.MAX_VALUE, Integer.MAX_VALUE).reserve(3_000_000)).isZero();
    assertThat(calibrator(1, Integer.MAX_VALUE).reserve(3_000_000)).isEqualTo(600_000);
    assertThat(calibrate(1, Integer.MAX_VALUE, 9_000, command -> 0.5)).isPresent();
    measured.clear();
    // Seven episodes are no curve.
    assertThat(calibrator(1, 60).reserve(39_000)).isZero();
    assertThat(calibrate(1, 60, 7_999, command -> command)).isEmpty();
    assertThat(measured).isEmpty();
    assertThat(new Calibrator(new CalibrationSettings(false, 0.2, 60, 1), LONGEST).reserve(100_000))
        .isZero();
  }

  private static Calibrator calibrator(int episodes, int commands) {
    return new Calibrator(new CalibrationSettings(true, 0.2, commands, episodes), LONGEST);
  }

  private Optional<Calibration> calibrate(
      int episodes, int commands, long steps, DoubleUnaryOperator curve) {
    return calibrator(episodes, commands)
        .calibrate(
            0,
            1,
            steps,
            round -> {
              measured.addAll(round);
              List<EvaluationMetrics> rows =
                  round.stream()
                      .map(command -> row(command, curve.applyAsDouble(command), episodes))
                      .toList();
              return new Evaluator.Measured(
                  rows,
                  episodes * rows.stream().mapToLong(row -> steps(row.command(), curve)).sum());
            },
            EvaluationMetrics::meanTrainingReturn);
  }

  /** Of one episode; one that diverges takes half of the longest. */
  private static long steps(double command, DoubleUnaryOperator curve) {
    double achieved = curve.applyAsDouble(command);
    return Double.isNaN(achieved) ? LONGEST / 2 : Math.round(achieved * LONGEST);
  }

  private static EvaluationMetrics row(double command, double achieved, int episodes) {
    return new EvaluationMetrics(
        "calibration",
        1,
        0,
        command,
        command,
        episodes,
        achieved,
        0,
        achieved,
        achieved,
        achieved,
        0,
        achieved * LONGEST,
        Double.isNaN(achieved) ? episodes : 0,
        command,
        achieved,
        achieved,
        0);
  }
}

package io.github.udrlpg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.config.Settings;
import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.testing.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunScoresTest {
  private static final Settings SETTINGS =
      Runs.tiny(
              "env.id=InvertedPendulum-v4",
              "returns.min=0",
              "returns.max=1000",
              "training.max-env-steps=10000",
              "evaluation.every-env-steps=2500")
          .settings();
  private static final StepGrid GRID = StepGrid.of(SETTINGS);

  @Test
  void theGridIsEvenAndEndsAtTheBudget() {
    assertThat(GRID.points()).containsExactly(2500L, 5000L, 7500L, 10_000L);
    assertThat(
            StepGrid.of(
                    Runs.tiny("training.max-env-steps=3e6", "evaluation.every-env-steps=1000")
                        .settings())
                .points())
        .hasSize(100)
        .endsWith(3_000_000L);
  }

  @Test
  void scoresByHand() {
    RunScores scores = scores(3000, 100, 5200, 900, 7400, 700, 9900, 800);

    // Before the first evaluation its value, then that of the last one up to each point.
    assertThat(scores.curve()).containsExactly(100.0, 100.0, 700.0, 800.0);
    assertThat(scores.areaUnderCurve()).isEqualTo(425);
    assertThat(scores.finalReturn()).isEqualTo(800);
    assertThat(scores.bestReturn()).isEqualTo(900);
    assertThat(scores.envSteps()).isEqualTo(9900);
    // Commanded 0 and 1000, achieved 30 and 800 in the last extensive evaluation.
    assertThat(scores.identityError()).isEqualTo((30 + 200) / 2.0);
    assertThat(Score.OBEDIENCE.of(scores))
        .isCloseTo(Math.sqrt((0.03 * 0.03 + 0.2 * 0.2) / 2), within(1e-12));
    assertThat(scores.stepsToShares()).containsExactly(5200.0, 5200.0, Double.POSITIVE_INFINITY);
  }

  @Test
  void returnAndObedienceIsTheScaledReturnLessTheError() {
    double error = Math.sqrt((0.03 * 0.03 + 0.2 * 0.2) / 2);

    assertThat(Score.RETURN_AND_OBEDIENCE.of(scores(3000, 100, 9900, 800)))
        .isCloseTo(0.8 - error, within(1e-12));
    // Nothing is cut: what is above returns.max counts, as does what is below returns.min.
    assertThat(Score.RETURN_AND_OBEDIENCE.of(scores(3000, 100, 9900, 1200)))
        .isCloseTo(1.2 - error, within(1e-12));
    assertThat(Score.RETURN_AND_OBEDIENCE.of(scores(3000, 100, 9900, -50)))
        .isCloseTo(-0.05 - error, within(1e-12));
    assertThat(Score.RETURN_AND_OBEDIENCE.higherIsBetter()).isTrue();
  }

  @Test
  void returnAndObedienceNeedsBoth() {
    List<EvaluationMetrics> finals =
        List.of(row("regular", 0, 3000, 1000, 100), row("final", 2, 9900, 1000, 800));
    RunScores unasked = RunScores.of(SETTINGS, GRID, finals);
    assertThat(unasked.scaledFinalReturn()).isEqualTo(0.8);
    assertThat(Score.RETURN_AND_OBEDIENCE.of(unasked)).isNaN();

    RunScores diverged = scores(3000, 100, 9900, Double.NaN);
    assertThat(Score.OBEDIENCE.of(diverged)).isFinite();
    assertThat(Score.RETURN_AND_OBEDIENCE.of(diverged)).isNaN();
  }

  @Test
  void anExcludedSurvivalBonusIsNotInTheScaledReturn() {
    // Scaled by the range of training returns: 500 of 0 to 1000, of which the bonus is no part.
    EvaluationMetrics last = withBonus(row("final", 6, 9900, 1000, 500), 1500);
    RunScores scores =
        RunScores.of(SETTINGS, GRID, List.of(last, row("extensive", 6, 9900, 500, 600)));

    assertThat(scores.finalReturn()).isEqualTo(1500);
    assertThat(Score.RETURN_AND_OBEDIENCE.of(scores)).isCloseTo(0.5 - 0.1, within(1e-12));
  }

  @Test
  void runsThatNeverGotThereCountAsInfinitelySlow() {
    GroupResults results =
        new GroupResults(
            "group",
            "InvertedPendulum-v4",
            10_000,
            GRID,
            List.of(
                run(1, scores(3000, 600, 5000, 0, 7000, 0, 9000, 0)),
                run(2, scores(3000, 0, 5000, 500, 7000, 0, 9000, 0)),
                run(3, scores(3000, 0, 5000, 0, 7000, 950, 9000, 0)),
                new SeedRun(4, Optional.empty(), "it broke")));

    StepsToReturn half = StepsToReturn.of(results, 0);
    assertThat(half.reached()).isEqualTo(3);
    assertThat(half.steps().value()).isEqualTo(5000);
    assertThat(half.steps().interval().isKnown()).isTrue();
    StepsToReturn most = StepsToReturn.of(results, 2);
    assertThat(most.reached()).isEqualTo(1);
    assertThat(most.steps().value()).isInfinite();
    assertThat(most.steps().interval().isKnown()).isFalse();
    assertThat(results.warnings())
        .anyMatch(warning -> warning.startsWith("1 of 4 runs of group did not come to their end"))
        .anyMatch(warning -> warning.startsWith("3 runs of group are few"));
    assertThat(results.bySeed(Score.FINAL)).containsOnlyKeys(1L, 2L, 3L);
  }

  private static SeedRun run(long seed, RunScores scores) {
    return new SeedRun(seed, Optional.of(scores), "");
  }

  private static RunScores scores(double... stepsAndReturns) {
    List<EvaluationMetrics> rows = new ArrayList<>();
    for (int i = 0; i < stepsAndReturns.length; i += 2) {
      boolean last = i + 2 == stepsAndReturns.length;
      rows.add(
          row(last ? "final" : "regular", i, stepsAndReturns[i], 1000, stepsAndReturns[i + 1]));
    }
    rows.add(row("extensive", 1, 5000, 0, 999));
    rows.add(row("extensive", 6, 9900, 0, 30));
    rows.add(row("extensive", 6, 9900, 1000, 800));
    return RunScores.of(SETTINGS, GRID, rows);
  }

  /** The same with another return in front of users. */
  private static EvaluationMetrics withBonus(EvaluationMetrics row, double meanReturn) {
    return new EvaluationMetrics(
        row.kind(),
        row.iteration(),
        row.envSteps(),
        row.command(),
        row.commandedReturn(),
        row.episodes(),
        meanReturn,
        0,
        meanReturn,
        meanReturn,
        row.meanTrainingReturn(),
        0,
        row.meanLength(),
        0,
        row.givenCommand(),
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }

  private static EvaluationMetrics row(
      String kind, int iteration, double envSteps, double commanded, double achieved) {
    return new EvaluationMetrics(
        kind,
        iteration,
        (long) envSteps,
        commanded / 1000,
        commanded,
        5,
        achieved,
        0,
        achieved,
        achieved,
        achieved,
        0,
        achieved,
        0,
        commanded / 1000,
        Double.NaN,
        Double.NaN,
        Double.NaN);
  }
}

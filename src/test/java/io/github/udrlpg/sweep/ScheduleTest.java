package io.github.udrlpg.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.Dimension;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.sweep.Schedule.Bracket;
import io.github.udrlpg.sweep.Schedule.Rung;
import io.github.udrlpg.testing.Runs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final List<Dimension> SPACE =
      List.of(new Dimension.Uniform("rollout.noise", 0, 1));

  @Test
  void halvingDividesTrialsAndMultipliesSteps() {
    Schedule schedule = schedule(new Sweep.Halving(27, 3, 1000), 27_000);

    assertThat(schedule.brackets())
        .containsExactly(
            new Bracket(
                0,
                List.of(
                    new Rung(27, 1000),
                    new Rung(9, 3000),
                    new Rung(3, 9000),
                    new Rung(1, 27_000))));
    assertThat(schedule.trials()).isEqualTo(27);
    assertThat(schedule.stepsAfter(0)).isEqualTo(9 * 2000 + 3 * 6000 + 18_000);
    assertThat(schedule.stepsAfter(3)).isZero();
  }

  @Test
  void theLastRungIsTrainedInFullAndTheFirstNotBelowTheLeast() {
    assertThat(schedule(new Sweep.Halving(8, 2, 3000), 10_000).brackets().get(0).rungs())
        .containsExactly(new Rung(8, 5000), new Rung(4, 10_000));
    assertThat(schedule(new Sweep.Halving(4, 3, 10_000), 10_000).brackets().get(0).rungs())
        .containsExactly(new Rung(4, 10_000));
  }

  /** Table 1 of arXiv 1603.06560: R = 81, eta = 3. */
  @Test
  void hyperbandIsThatOfThePaper() {
    Schedule schedule = schedule(new Sweep.Hyperband(3, 1), 81);

    assertThat(schedule.brackets())
        .extracting(bracket -> bracket.rungs().stream().map(Rung::trials).toList())
        .containsExactly(
            List.of(81, 27, 9, 3, 1),
            List.of(34, 11, 3, 1),
            List.of(15, 5, 1),
            List.of(8, 2),
            List.of(5));
    assertThat(schedule.brackets())
        .extracting(bracket -> bracket.rungs().get(0).envSteps())
        .containsExactly(1L, 3L, 9L, 27L, 81L);
    assertThat(schedule.brackets())
        .extracting(Bracket::firstTrial)
        .containsExactly(0, 81, 115, 130, 138);
    assertThat(schedule.rungs()).isEqualTo(5);
  }

  @Test
  void theBestGoOnFailuresNever() {
    List<TrialRun> rung = new ArrayList<>();
    rung.addAll(trial(0, 5, 7));
    rung.addAll(trial(1, 90, Double.NaN));
    rung.addAll(trial(2, 6, 6));
    rung.addAll(trial(3, 8, 1));
    rung.addAll(trial(4, 20, 10));

    assertThat(Search.promoted(rung, 3, Score.FINAL)).containsExactly(0, 2, 4);
    assertThat(Search.promoted(rung, 1, Score.IDENTITY_ERROR)).containsExactly(3);
    assertThat(Search.promoted(rung, 5, Score.FINAL)).containsExactly(0, 2, 3, 4);
    assertThat(TrialResult.of(rung, Score.FINAL))
        .filteredOn(TrialResult::isFailed)
        .extracting(TrialResult::cause)
        .containsExactly("seed 2: diverged");
  }

  private static List<TrialRun> trial(int trial, double... scores) {
    List<TrialRun> runs = new ArrayList<>();
    for (double score : scores) {
      boolean isFinished = Double.isFinite(score);
      runs.add(
          new TrialRun(
              trial,
              0,
              0,
              runs.size() + 1,
              1000,
              isFinished ? "" : "diverged",
              isFinished ? Map.of(Score.FINAL, score, Score.IDENTITY_ERROR, score) : Map.of()));
    }
    assertThat(Arrays.stream(scores).count()).isEqualTo(runs.size());
    return runs;
  }

  private static Schedule schedule(Sweep.Strategy strategy, long maxEnvSteps) {
    return Schedule.of(
        new Sweep(
            "What?",
            "1",
            "final",
            3,
            strategy,
            Sweep.Rollouts.IN_TASK,
            2,
            SPACE,
            Runs.tiny("training.max-env-steps=" + maxEnvSteps)));
  }
}

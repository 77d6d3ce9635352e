package io.github.udrlpg.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.CoverageSettings;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class LessonsTest {
  private static final PolicyRow QUIET_MISS = row(7, 0, 0.5, 0.02, 0.1);
  private static final PolicyRow LOUD_MISS = row(7, 1, 0.5, 0.03, 0.44);
  private static final PolicyRow LOUD_HIT = row(7, 2, 0.5, 0.03, 0.45);
  private static final PolicyRow LOUD_SURPRISE = row(7, 3, 0.5, 0.1, 0.9);
  private static final PolicyRow WARM_UP = row(0, 4, 1.0, 0.1, 0.1);
  private static final List<PolicyRow> ROWS =
      List.of(QUIET_MISS, LOUD_MISS, LOUD_HIT, LOUD_SURPRISE, WARM_UP);

  @Test
  void aLoudPolicyThatMissedItsCommandTeachesNothing() {
    assertThat(new Lessons(0.02, 0.9).from(ROWS))
        .containsExactly(QUIET_MISS, LOUD_HIT, LOUD_SURPRISE, WARM_UP);
  }

  @Test
  void everyPolicyTeachesUnlessToldOtherwise() {
    assertThat(new Lessons(0.02, 0).from(ROWS)).isEqualTo(ROWS);
    assertThat(Lessons.of(new CoverageSettings(0, 0.1, 0.02, 20, 0.9)).from(ROWS)).isEqualTo(ROWS);
  }

  private static PolicyRow row(
      int iteration, int policy, double command, double noise, double scaledReturn) {
    return new PolicyRow(
        "test",
        iteration,
        policy,
        "InvertedPendulum-v4",
        PolicyOrigin.GENERATOR,
        command,
        noise,
        policy,
        ObservationNormalizer.identity(4),
        new RunningStatistics(4),
        List.of(),
        scaledReturn,
        0);
  }
}

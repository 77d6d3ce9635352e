package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a learner from single steps gets to see. */
@Tag("native")
class StepSinkTest {
  private static final String TASK = "InvertedPendulum-v4";

  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  private record Step(
      double[] observation, double[] action, double reward, double[] next, boolean terminated) {}

  @Test
  void everyStepIsHandedOnAndChangesNothing() {
    PolicyShape shape = PolicyShape.of(Environments.spec(TASK), List.of());
    ObservationNormalizer normalizer = ObservationNormalizer.identity(4);
    List<Step> steps = new ArrayList<>();
    RunningStatistics observed = new RunningStatistics(4);
    RunningStatistics unwatched = new RunningStatistics(4);
    Episode episode;
    Episode plain;
    try (EpisodePlayer player = new EpisodePlayer(TASK, shape)) {
      // It leans on the pole's angle, too little to hold it for ever.
      player.setWeights(new float[] {0, 0.3f, 0, 0, 0});
      plain = player.play(7, normalizer, unwatched);
      episode =
          player.play(
              7,
              normalizer,
              observed,
              (observation, action, reward, next, terminated) ->
                  steps.add(
                      new Step(
                          observation.clone(), action.clone(), reward, next.clone(), terminated)));
    }

    assertThat(episode).isEqualTo(plain);
    assertThat(steps).hasSize(episode.length()).hasSizeGreaterThan(2);
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).observation()).isEqualTo(steps.get(i - 1).next());
      assertThat(steps.get(i).terminated()).isEqualTo(i == steps.size() - 1);
    }
    assertThat(steps.stream().mapToDouble(Step::reward).sum()).isEqualTo(episode.totalReturn());
    double[] mean = new double[4];
    steps.forEach(
        step -> {
          for (int i = 0; i < 4; i++) {
            mean[i] += step.observation()[i] / steps.size();
          }
        });
    assertThat(mean).containsExactly(observed.mean(), within(1e-12));
    Step first = steps.get(0);
    assertThat(first.action()[0])
        .isCloseTo(3 * Math.tanh(0.3f * first.observation()[1]), within(1e-6));
  }
}

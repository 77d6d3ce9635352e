package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise of many sizes, and returns that have to be confirmed. */
@Tag("native")
class PerturbationTest {
  private static final String TASK = "InvertedPendulum-v4";
  private static final PolicyShape LINEAR = PolicyShape.of(4, 1);

  @TempDir Path directory;

  @Test
  void spreadNoiseReachesFromShortToLongSteps() {
    Perturbation spread = Perturbation.spread(0.1, 4, 5);

    double[] noise = IntStream.range(0, 5).mapToDouble(spread::noise).toArray();
    assertThat(noise[0]).isCloseTo(0.025, within(1e-12));
    assertThat(noise[2]).isCloseTo(0.1, within(1e-12));
    assertThat(noise[4]).isCloseTo(0.4, within(1e-12));
    assertThat(noise[1] / noise[0]).isCloseTo(noise[3] / noise[2], within(1e-12));
    assertThat(Perturbation.spread(0.1, 4, 1).noise(0)).isEqualTo(0.1);
  }

  @Test
  void fallingNoiseReachesFromTheFirstDownByTheFactor() {
    Perturbation falling = Perturbation.falling(0.1, 100, 5);

    assertThat(falling.noises()).first().isEqualTo(0.1);
    assertThat(falling.noise(2)).isCloseTo(0.01, within(1e-12));
    assertThat(falling.noise(4)).isCloseTo(0.001, within(1e-12));
    assertThat(falling.noise(5)).isEqualTo(0.1);
    assertThat(Perturbation.falling(0.1, 100, 1).noises()).containsExactly(0.1);
    assertThat(falling.shuffled(Seeds.random(3)).noises())
        .containsExactlyInAnyOrderElementsOf(falling.noises())
        .isNotEqualTo(falling.noises());
  }

  @Test
  void aReturnAboveTheHighestIsTheMeanOfMoreEpisodes() {
    float[][] means = {{0.5f, 8, 0.5f, 1, 0}};
    List<PolicyRow> once =
        rollOut(plan(Perturbation.constant(0.5), Confirmation.NONE, List.of(1.0), 12), means);
    double median = once.stream().mapToDouble(PolicyRow::scaledReturn).sorted().toArray()[6];
    List<PolicyRow> confirmed =
        rollOut(
            plan(Perturbation.constant(0.5), new Confirmation(median, 3), List.of(1.0), 12), means);

    for (int policy = 0; policy < once.size(); policy++) {
      PolicyRow before = once.get(policy);
      PolicyRow after = confirmed.get(policy);
      boolean above = before.scaledReturn() > median;
      assertThat(after.episodes()).hasSize(above ? 4 : 1).startsWith(before.episodes().get(0));
      assertThat(after.episodes()).extracting(Episode::seed).doesNotHaveDuplicates();
      assertThat(after.scaledReturn())
          .isEqualTo(
              after.episodes().stream().mapToDouble(Episode::totalReturn).average().orElseThrow()
                  / 1000);
    }
    assertThat(confirmed).anyMatch(row -> row.episodes().size() == 4);
    assertThat(confirmed).anyMatch(row -> row.episodes().size() == 1);
  }

  private static List<PolicyRow> rollOut(RolloutPlan plan, float[][] means) {
    return new RolloutTask(plan)
        .evaluate(IntStream.range(0, plan.policies()).iterator(), means)
        .rows();
  }

  private static RolloutPlan plan(
      Perturbation perturbation, Confirmation confirmation, List<Double> commands, int policies) {
    return new RolloutPlan(
        new RunConstants(
            "test",
            new Seeds(1),
            TASK,
            LINEAR,
            new ReturnScale(0, 1000, SurvivalBonus.INCLUDE),
            new ReturnBuckets(20)),
        Seeds.Purpose.EPISODE,
        3,
        0,
        new RolloutRequest(
            PolicyOrigin.GENERATOR,
            Assignment.inTurn(commands, perturbation),
            policies,
            1,
            confirmation),
        ObservationNormalizer.identity(Environments.spec(TASK).observationSize()));
  }
}

package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.train.TrainingListener;
import io.github.udrlpg.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Noise in pairs, policies without any, and returns that have to be confirmed. */
@Tag("native")
class PerturbationTest {
  private static final String TASK = "InvertedPendulum-v4";
  private static final PolicyShape LINEAR = PolicyShape.of(4, 1);

  @TempDir Path directory;

  @Test
  void antitheticPoliciesShareNoiseAndCommandAndDifferInSign() {
    Perturbation perturbation = new Perturbation(0.1, 1, 6, 1, true);

    assertThat(IntStream.range(0, 6).mapToObj(perturbation::signedNoise))
        .containsExactly(0.0, 0.1, -0.1, 0.1, -0.1, 0.1);
    assertThat(IntStream.range(0, 6).mapToObj(perturbation::group))
        .containsExactly(0, 1, 1, 2, 2, 3);
    RolloutPlan plan = plan(perturbation, Confirmation.NONE, List.of(0.2, 0.7), 6);
    assertThat(IntStream.range(0, 6).map(plan::commandIndex)).containsExactly(0, 1, 1, 0, 0, 1);
    float[] mean = {1, 2, 3, 4, 5};
    float[] plus = new float[5];
    float[] minus = new float[5];
    PolicyWeights.perturb(mean, perturbation.signedNoise(1), 42, plus);
    PolicyWeights.perturb(mean, perturbation.signedNoise(2), 42, minus);
    for (int i = 0; i < mean.length; i++) {
      assertThat(plus[i]).isNotEqualTo(mean[i]);
      assertThat((plus[i] + minus[i]) / 2).isCloseTo(mean[i], within(1e-6f));
    }
  }

  @Test
  void spreadNoiseReachesFromShortToLongSteps() {
    Perturbation spread = new Perturbation(0.1, 4, 6, 1, false);
    Perturbation pairs = new Perturbation(0.1, 4, 7, 1, true);

    double[] noise = IntStream.range(0, 6).mapToDouble(spread::noise).toArray();
    assertThat(noise[0]).isZero();
    assertThat(noise[1]).isCloseTo(0.025, within(1e-12));
    assertThat(noise[3]).isCloseTo(0.1, within(1e-12));
    assertThat(noise[5]).isCloseTo(0.4, within(1e-12));
    assertThat(noise[2] / noise[1]).isCloseTo(noise[4] / noise[3], within(1e-12));
    assertThat(pairs.signedNoise(2)).isEqualTo(-pairs.signedNoise(1));
    assertThat(pairs.noise(5)).isCloseTo(0.4, within(1e-12));
    assertThat(new Perturbation(0.1, 4, 1, 0, false).noise(0)).isEqualTo(0.1);
  }

  @Test
  void anIterationHasItsPoliciesWithoutNoiseAndItsPairsInTheDataset() throws IOException {
    TrainingRun run =
        Runs.open(
            directory,
            Runs.tiny(
                    "rollout.policies-per-iteration=5",
                    "rollout.noise-free-policies=1",
                    "rollout.antithetic=true")
                .settings());
    run.train(new LocalRolloutRunner(), new TrainingListener() {});

    float[] mean = run.find(1, 0).orElseThrow().weights();
    assertThat(run.find(1, 0).orElseThrow().row().noise()).isZero();
    for (int policy : new int[] {1, 3}) {
      float[] plus = run.find(1, policy).orElseThrow().weights();
      float[] minus = run.find(1, policy + 1).orElseThrow().weights();
      assertThat(run.find(1, policy + 1).orElseThrow().row().noise()).isPositive();
      for (int i = 0; i < mean.length; i++) {
        assertThat((plus[i] + minus[i]) / 2).isCloseTo(mean[i], within(1e-6f));
      }
      assertThat(plus).isNotEqualTo(minus);
    }
  }

  @Test
  void aReturnAboveTheHighestIsTheMeanOfMoreEpisodes() {
    float[][] means = {{0.5f, 8, 0.5f, 1, 0}};
    List<PolicyRow> once =
        rollOut(
            plan(new Perturbation(0.5, 1, 12, 0, false), Confirmation.NONE, List.of(1.0), 12),
            means);
    double median = once.stream().mapToDouble(PolicyRow::scaledReturn).sorted().toArray()[6];
    List<PolicyRow> confirmed =
        rollOut(
            plan(
                new Perturbation(0.5, 1, 12, 0, false),
                new Confirmation(median, 3),
                List.of(1.0),
                12),
            means);

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
        "test",
        new Seeds(1),
        Seeds.Purpose.EPISODE,
        3,
        TASK,
        LINEAR,
        PolicyOrigin.GENERATOR,
        commands,
        policies,
        1,
        perturbation,
        confirmation,
        ObservationNormalizer.identity(Environments.spec(TASK).observationSize()),
        new ReturnScale(0, 1000, ReturnScale.SurvivalBonus.INCLUDE),
        new ReturnBuckets(20));
  }
}

package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.rollout.Seeds.Purpose;
import io.github.udrlpg.store.Episode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolloutTest {

  @Test
  void seedsDifferInEveryPlaceAndStayTheSame() {
    Set<Long> seeds = new HashSet<>();
    for (long run = 0; run < 4; run++) {
      for (Purpose purpose : Purpose.values()) {
        for (int iteration = 0; iteration < 8; iteration++) {
          for (int policy = 0; policy < 8; policy++) {
            for (int episode = 0; episode < 4; episode++) {
              seeds.add(new Seeds(run).of(purpose, iteration, policy, episode));
            }
          }
        }
      }
    }

    assertThat(seeds).hasSize(4 * Purpose.values().length * 8 * 8 * 4);
    // Stored rows depend on this value: a change of the mixing would break every replay.
    assertThat(new Seeds(1).of(Purpose.EPISODE, 2, 3, 4)).isEqualTo(SEED_OF_1_2_3_4);
  }

  private static final long SEED_OF_1_2_3_4 = 4466241426537270143L;

  @Test
  void noiseHasTheAskedDeviationAndDependsOnItsSeedAlone() {
    float[] mean = new float[100_000];
    java.util.Arrays.fill(mean, 2f);
    float[] weights = new float[mean.length];
    float[] again = new float[mean.length];

    PolicyWeights.perturb(mean, 0.1, 42, weights);
    PolicyWeights.perturb(mean, 0.1, 42, again);

    assertThat(again).isEqualTo(weights);
    double average = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum() / 1e5;
    double variance =
        IntStream.range(0, weights.length)
                .mapToDouble(i -> (weights[i] - average) * (weights[i] - average))
                .sum()
            / 1e5;
    assertThat(average).isCloseTo(2, within(5 * 0.1 / Math.sqrt(1e5)));
    assertThat(Math.sqrt(variance)).isCloseTo(0.1, within(0.002));

    PolicyWeights.perturb(mean, 0, 42, weights);
    assertThat(weights).isEqualTo(mean);
  }

  @Test
  void xavierBoundsWeightsByTheirLayerAndClearsBiases() {
    PolicyShape shape = PolicyShape.of(4, 20, 2);
    float[] weights = new float[shape.parameterCount()];
    java.util.Arrays.fill(weights, 9f);

    PolicyWeights.xavier(shape, 7, weights);

    double bound = Math.sqrt(6.0 / 24);
    float largest = 0;
    for (int i = 0; i < 80; i++) {
      largest = Math.max(largest, Math.abs(weights[i]));
    }
    assertThat((double) largest).isBetween(0.8 * bound, bound);
    for (int i = shape.biasOffset(0); i < shape.weightOffset(1); i++) {
      assertThat(weights[i]).isZero();
    }
  }

  @Test
  void returnsAreScaledClippedBelowAndRidOfTheBonus() {
    Episode episode = new Episode(1, 1900, 1000, 1000, false, true, false);
    List<Episode> episodes = List.of(episode, new Episode(2, -300, 50, 50, true, false, false));
    ReturnScale with = new ReturnScale(-100, 2000, ReturnScale.SurvivalBonus.INCLUDE);
    ReturnScale without = new ReturnScale(-100, 2000, ReturnScale.SurvivalBonus.EXCLUDE);

    assertThat(with.scaled(episodes)).isEqualTo((800.0 + 100) / 2100);
    assertThat(without.scaled(episodes)).isEqualTo(((900 - 350) / 2.0 + 100) / 2100);
    assertThat(without.scaled(List.of(episodes.get(1)))).isZero();
    assertThat(with.unscaled(0.5)).isEqualTo(950);
  }

  @Test
  void anEnvironmentThatBreaksDownEndsTheEpisodeWithAFiniteReturn() {
    try (EpisodePlayer player = new EpisodePlayer("Faulty-v0", PolicyShape.of(2, 1))) {
      player.setWeights(new float[3]);
      RunningStatistics observed = new RunningStatistics(2);
      ObservationNormalizer identity = ObservationNormalizer.identity(2);

      Episode nanReward = player.play(3, identity, observed);
      Episode nanObservation = player.play(4, identity, observed);
      Episode nanAtReset = player.play(5, identity, observed);

      assertThat(nanReward).isEqualTo(new Episode(3, 3, 0, 4, true, false, true));
      assertThat(nanObservation).isEqualTo(new Episode(4, 4, 0, 5, true, false, true));
      assertThat(nanAtReset).isEqualTo(new Episode(5, 0, 0, 0, true, false, true));
      assertThat(observed.count()).isEqualTo(4 + 5);
      assertThat(observed.toNormalizer().mean()).doesNotContain(Double.NaN);
    }
  }

  @Test
  void theEpisodeLimitTruncates() {
    try (EpisodePlayer player = new EpisodePlayer("Faulty-v0", PolicyShape.of(2, 1))) {
      player.setWeights(new float[3]);

      Episode episode =
          player.play(100, ObservationNormalizer.identity(2), new RunningStatistics(2));

      assertThat(episode).isEqualTo(new Episode(100, 10, 0, 10, false, true, false));
    }
  }
}

package io.github.udrlpg.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.config.ReturnSettings.SurvivalBonus;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    ReturnScale with = new ReturnScale(-100, 2000, SurvivalBonus.INCLUDE);
    ReturnScale without = new ReturnScale(-100, 2000, SurvivalBonus.EXCLUDE);

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
      assertThat(player.play(6, identity, observed))
          .isEqualTo(new Episode(6, 5, 0, 6, true, false, true));
      assertThat(player.play(7, identity, observed))
          .isEqualTo(new Episode(7, 5, 0, 6, true, false, true));
      assertThat(observed.count()).isEqualTo(4 + 5 + 6 + 6);
      assertThat(observed)
          .as("what is stored can be read again")
          .isEqualTo(RunningStatistics.of(observed.count(), observed.mean(), observed.m2()));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNoNumbersAreNotPlayed(float weight) {
    try (EpisodePlayer player = new EpisodePlayer("Swimmer-v4", PolicyShape.of(8, 2))) {
      player.setWeights(new float[] {0, weight, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
      RunningStatistics observed = new RunningStatistics(8);

      Episode episode = player.play(1, ObservationNormalizer.identity(8), observed);

      assertThat(episode).isEqualTo(new Episode(1, 0, 0, 0, true, false, true));
      assertThat(observed.count()).isZero();
    }
  }

  @Test
  void actionsThatAreNoNumbersEndTheEpisodeBeforeTheStep() {
    // Beyond a float's range once it is normalised: infinity, whose product with 0 is no number.
    ObservationNormalizer distant =
        ObservationNormalizer.of(new double[] {0, 1e60}, new double[] {1, 1});
    try (EpisodePlayer player = new EpisodePlayer("Faulty-v0", PolicyShape.of(2, 1))) {
      player.setWeights(new float[3]);

      Episode episode = player.play(100, distant, new RunningStatistics(2));

      assertThat(episode).isEqualTo(new Episode(100, 0, 0, 0, true, false, true));
    }
  }

  @Test
  void anEnvironmentThatObservesSomethingElseThanThePoliciesAreMadeForIsRefused() {
    assertThatThrownBy(() -> new EpisodePlayer("Faulty-v0", PolicyShape.of(3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Observation size mismatch: the policies have layers [3, 1], Faulty-v0 observes 2"
                + " numbers on this machine. Give every executor the same version of the"
                + " environment");
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

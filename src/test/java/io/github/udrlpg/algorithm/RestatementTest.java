package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.MlpPolicy;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.Seeds;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class RestatementTest {
  private static final PolicyShape SHAPE = PolicyShape.of(11, 16, 3);
  private static final ActionSpace ACTIONS = Environments.spec("Hopper-v4").actionSpace();

  @Test
  void aRestatedPolicyActsUnderNewStatisticsAsItDidUnderItsOwn() {
    UniformRandomProvider random = Seeds.random(3);
    float[] weights = new float[SHAPE.parameterCount()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-0.5, 0.5);
    }
    ObservationNormalizer own = normalizer(random);
    ObservationNormalizer present = normalizer(random);
    float[] restated = new float[weights.length];

    new Restatement(SHAPE, present)
        .apply(own, FloatBuffer.wrap(weights), FloatBuffer.wrap(restated));

    assertThat(restated).isNotEqualTo(weights);
    for (int i = 0; i < 20; i++) {
      double[] observation = random.doubles(11, -2, 2).toArray();
      double[] before = act(weights, observation, own);
      double[] after = act(restated, observation, present);
      double[] unstated = act(weights, observation, present);
      for (int action = 0; action < before.length; action++) {
        assertThat(after[action]).isCloseTo(before[action], within(1e-5));
      }
      assertThat(unstated[0]).isNotCloseTo(before[0], within(1e-4));
    }
  }

  @Test
  void anInputThatNeverVariedSaysNothing() {
    double[] mean = new double[11];
    double[] varied = new double[11];
    Arrays.fill(varied, 0.5);
    double[] constant = varied.clone();
    constant[4] = 0;
    float[] weights = new float[SHAPE.parameterCount()];
    Arrays.fill(weights, 0.1f);
    float[] restated = new float[weights.length];
    ObservationNormalizer before = ObservationNormalizer.of(mean, constant);
    ObservationNormalizer after = ObservationNormalizer.of(mean, varied);

    new Restatement(SHAPE, after)
        .apply(before, FloatBuffer.wrap(weights), FloatBuffer.wrap(restated));

    double[] observation = new double[11];
    Arrays.fill(observation, 0.3);
    observation[4] = 0;
    double[] seen = act(weights, observation, before);
    observation[4] = 7;
    assertThat(act(restated, observation, after)[0]).isCloseTo(seen[0], within(1e-6));
    // Where it never varies at all its weight stays, and has no effect.
    new Restatement(SHAPE, before)
        .apply(before, FloatBuffer.wrap(weights), FloatBuffer.wrap(restated));
    assertThat(restated[4]).isCloseTo(0.1f, within(1e-7f));
  }

  @Test
  void underTheSameStatisticsNothingChangesButRounding() {
    UniformRandomProvider random = Seeds.random(4);
    ObservationNormalizer own = normalizer(random);
    float[] weights = new float[SHAPE.parameterCount()];
    Arrays.fill(weights, 0.3f);
    float[] restated = new float[weights.length];

    new Restatement(SHAPE, own).apply(own, FloatBuffer.wrap(weights), FloatBuffer.wrap(restated));

    for (float weight : restated) {
      assertThat(weight).isCloseTo(0.3f, within(1e-7f));
    }
  }

  private static double[] act(
      float[] weights, double[] observation, ObservationNormalizer through) {
    MlpPolicy policy = new MlpPolicy(SHAPE, ACTIONS);
    policy.setWeights(weights);
    double[] action = new double[ACTIONS.actionSize()];
    policy.act(observation, through, action);
    return action;
  }

  private static ObservationNormalizer normalizer(UniformRandomProvider random) {
    return ObservationNormalizer.of(
        random.doubles(11, -1, 1).toArray(), random.doubles(11, 0.5, 2).toArray());
  }
}

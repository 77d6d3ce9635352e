package io.github.udrlpg.testing;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.StoredPolicy;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Weights for any shape, and stored policies whose every field differs from the next one's. */
public final class Policies {
  private Policies() {}

  /** Returns weights that are spread evenly over ±limit, [parameters], always the same. */
  public static float[] random(PolicyShape shape, float limit) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
    float[] weights = new float[shape.parameterCount()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = limit * (2 * random.nextFloat() - 1);
    }
    return weights;
  }

  /** Returns a policy with weights that only a bit-exact copy equals. */
  public static StoredPolicy stored(int iteration, int policy, double scaledReturn, int bucket) {
    RunningStatistics observed = new RunningStatistics(2);
    observed.add(new double[] {policy, -1.5});
    observed.add(new double[] {iteration, Math.PI});
    PolicyRow row =
        new PolicyRow(
            "run-1",
            iteration,
            policy,
            "InvertedPendulum-v4",
            policy % 2 == 0 ? PolicyOrigin.GENERATOR : PolicyOrigin.XAVIER,
            0.25 + policy,
            0.1,
            Long.MIN_VALUE + policy,
            ObservationNormalizer.of(new double[] {0.1, -7}, new double[] {1e-9, 3}),
            observed,
            List.of(
                new Episode(policy, 17.25, 1.5, 12, true, false, false),
                new Episode(-policy, Math.nextUp(3.0), 0, 1000, false, true, false),
                new Episode(5, 0, 0, 1, true, false, true)),
            scaledReturn,
            bucket);
    return new StoredPolicy(
        row, new float[] {policy, -0f, Float.MIN_VALUE, Float.MAX_VALUE, 1f / 3, iteration});
  }
}

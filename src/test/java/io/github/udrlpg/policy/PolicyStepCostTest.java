package io.github.udrlpg.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.testing.Policies;
import org.junit.jupiter.api.Test;

/**
 * A guard against a policy step that becomes several times slower, as one that no longer vectorises
 * does. It compares with bare loops of the same sizes in the same process, the best of many short
 * measurements in turns, so that neither a slow machine nor a busy one makes it fail.
 */
class PolicyStepCostTest {
  private static final PolicyShape SHAPE = PolicyShape.of(11, 256, 256, 3);
  private static final int ROUNDS = 200;
  private static final int STEPS = 100;

  /** Measured: 0.5 to 0.83; with dot products in all layers, which do not vectorise, 2.4 to 4.2. */
  private static final double GREATEST_RATIO = 1.7;

  private final float[] observation = new float[11];
  private final float[] hidden1 = new float[256];
  private final float[] hidden2 = new float[256];
  private final float[] outputs = new float[3];
  private final float[][] weights1 = new float[11][256];
  private final float[][] weights2 = new float[256][256];
  private final float[][] weights3 = new float[256][3];

  @Test
  void aStepCostsLittleMoreThanItsProducts() {
    MlpPolicy policy = new MlpPolicy(SHAPE, new ActionSpace.Box(3, 1));
    policy.setWeights(Policies.random(SHAPE, 0.1f));
    ObservationNormalizer normalizer = ObservationNormalizer.identity(11);
    double[] doubles = new double[11];
    double[] action = new double[3];
    double policyNanos = Double.POSITIVE_INFINITY;
    double bareNanos = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      policyNanos = Math.min(policyNanos, nanos(() -> policy.act(doubles, normalizer, action)));
      bareNanos = Math.min(bareNanos, nanos(this::bareProducts));
    }

    assertThat(policyNanos / bareNanos)
        .as("%.0f ns of a policy step to %.0f ns of bare products", policyNanos, bareNanos)
        .isLessThan(GREATEST_RATIO);
  }

  private static double nanos(Runnable work) {
    long start = System.nanoTime();
    for (int step = 0; step < STEPS; step++) {
      work.run();
    }
    return (System.nanoTime() - start) / (double) STEPS;
  }

  private void bareProducts() {
    multiply(weights1, observation, hidden1);
    multiply(weights2, hidden1, hidden2);
    multiply(weights3, hidden2, outputs);
  }

  private static void multiply(float[][] weights, float[] inputs, float[] outputs) {
    for (int k = 0; k < inputs.length; k++) {
      addRow(weights[k], inputs[k], outputs);
    }
  }

  private static void addRow(float[] row, float input, float[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] += row[i] * input;
    }
  }
}

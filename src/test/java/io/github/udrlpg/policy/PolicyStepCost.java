package io.github.udrlpg.policy;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.testing.Policies;

/** What a policy step costs beside bare loops of the same sizes, as a program of its own. */
final class PolicyStepCost {
  private static final PolicyShape SHAPE = PolicyShape.of(11, 256, 256, 3);
  private static final int ROUNDS = 200;
  private static final int STEPS = 100;

  private final float[] observation = new float[11];
  private final float[] hidden1 = new float[256];
  private final float[] hidden2 = new float[256];
  private final float[] outputs = new float[3];
  private final float[][] weights1 = new float[11][256];
  private final float[][] weights2 = new float[256][256];
  private final float[][] weights3 = new float[256][3];

  private PolicyStepCost() {}

  /** Prints the nanoseconds of a policy step and of bare products. */
  public static void main(String[] arguments) {
    PolicyStepCost cost = new PolicyStepCost();
    MlpPolicy policy = new MlpPolicy(SHAPE, new ActionSpace.Box(3, 1));
    policy.setWeights(Policies.random(SHAPE, 0.1f));
    ObservationNormalizer normalizer = ObservationNormalizer.identity(11);
    double[] doubles = new double[11];
    double[] action = new double[3];
    double policyNanos = Double.POSITIVE_INFINITY;
    double bareNanos = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      policyNanos = Math.min(policyNanos, nanos(() -> policy.act(doubles, normalizer, action)));
      bareNanos = Math.min(bareNanos, nanos(cost::bareProducts));
    }
    System.out.println(policyNanos + " " + bareNanos);
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

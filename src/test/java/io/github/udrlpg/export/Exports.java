package io.github.udrlpg.export;

import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.policy.MlpPolicy;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.rollout.PlayablePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Policies to export, and what this program does with them. */
final class Exports {
  private Exports() {}

  /** Returns a policy of random weights, with a normalisation as far from the identity as asked. */
  static PlayablePolicy policy(
      EnvironmentSpec spec, List<Integer> hidden, double mean, double deviation) {
    List<Integer> layers = new ArrayList<>(List.of(spec.observationSize()));
    layers.addAll(hidden);
    layers.add(spec.actionSpace().outputs());
    PolicyShape shape = new PolicyShape(layers);
    Random random = new Random(layers.hashCode());
    float[] weights = new float[shape.parameterCount()];
    for (int layer = 0; layer < shape.depth(); layer++) {
      int end = shape.biasOffset(layer) + shape.outputs(layer);
      for (int i = shape.weightOffset(layer); i < end; i++) {
        weights[i] = (float) (random.nextGaussian() / Math.sqrt(shape.inputs(layer)));
      }
    }
    double[] means = random.doubles(spec.observationSize(), -mean, mean + 1e-9).toArray();
    double[] deviations =
        random.doubles(spec.observationSize(), deviation / 2, deviation * 2).toArray();
    return new PlayablePolicy(
        spec,
        shape,
        weights,
        ObservationNormalizer.of(means, deviations),
        17,
        Map.of("run", "test-übung"));
  }

  /** Returns observations as the policy's normalisation expects them, {@code [count][size]}. */
  static double[][] observations(PlayablePolicy policy, int count) {
    Random random = new Random(count);
    double[] mean = policy.normalizer().mean();
    double[] deviation = policy.normalizer().deviation();
    double[][] observations = new double[count][mean.length];
    for (double[] observation : observations) {
      for (int i = 0; i < mean.length; i++) {
        observation[i] = mean[i] + 2 * deviation[i] * random.nextGaussian();
      }
    }
    return observations;
  }

  /** Returns the action that this program takes for each observation. */
  static double[][] actions(PlayablePolicy policy, double[][] observations) {
    MlpPolicy network = new MlpPolicy(policy.shape(), policy.environment().actionSpace());
    network.setWeights(policy.weights());
    double[][] actions =
        new double[observations.length][policy.environment().actionSpace().actionSize()];
    for (int i = 0; i < observations.length; i++) {
      network.act(observations[i], policy.normalizer(), actions[i]);
    }
    return actions;
  }
}

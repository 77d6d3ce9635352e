package io.github.udrlpg.rollout;

import io.github.udrlpg.policy.PolicyShape;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** The weights that are rolled out: drawn from a seed alone, wherever that happens. */
public final class PolicyWeights {
  private PolicyWeights() {}

  /**
   * Writes θ' = θ + σ·ε with ε ~ N(0, I) (arXiv 2501.16288, algorithm 1).
   *
   * @param mean θ, the generator's weights, {@code [parameters]}
   * @param noise σ, with the sign of ε; at 0 the weights are copied
   * @param weights receives θ', {@code [parameters]}
   */
  static void perturb(float[] mean, double noise, long seed, float[] weights) {
    System.arraycopy(mean, 0, weights, 0, mean.length);
    if (noise != 0) {
      var normal = ZigguratSampler.NormalizedGaussian.of(Seeds.random(seed));
      for (int i = 0; i < weights.length; i++) {
        weights[i] += (float) (noise * normal.sample());
      }
    }
  }

  /** Writes a Xavier initialisation: W ~ U(±√(6 / (in + out))), b = 0 (Glorot and Bengio 2010). */
  public static void xavier(PolicyShape shape, long seed, float[] weights) {
    UniformRandomProvider random = Seeds.random(seed);
    for (int layer = 0; layer < shape.depth(); layer++) {
      double bound = Math.sqrt(6.0 / (shape.inputs(layer) + shape.outputs(layer)));
      int bias = shape.biasOffset(layer);
      for (int i = shape.weightOffset(layer); i < bias; i++) {
        weights[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
      Arrays.fill(weights, bias, bias + shape.outputs(layer), 0f);
    }
  }
}

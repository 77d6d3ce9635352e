package io.github.udrlpg.policy;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.text.Text;

/**
 * A policy network: affine maps with tanh between them, and at the end tanh times the action limit
 * for a box, or the index of the greatest output for a discrete space. Without hidden layers it is
 * a linear policy.
 *
 * <p>An instance holds buffers and belongs to one thread; other weights can be set at any time. An
 * action depends on weights, observation and normaliser only, to the last bit.
 */
public final class MlpPolicy {
  private final PolicyShape shape;
  private final ActionSpace space;

  private final AffineMap[] maps;

  /** The inputs of the first affine map, then the outputs of each. */
  private final float[][] activations;

  /**
   * Creates a policy whose weights are all zero.
   *
   * @throws IllegalArgumentException if the shape has not as many outputs as the space needs
   */
  public MlpPolicy(PolicyShape shape, ActionSpace space) {
    int outputs = shape.outputs(shape.depth() - 1);
    if (outputs != space.outputs()) {
      throw new IllegalArgumentException(
          Text.format(
              "Policy outputs mismatch: expected %d for %s, found layers %s",
              space.outputs(), space, shape.layers()));
    }
    this.shape = shape;
    this.space = space;
    this.maps = new AffineMap[shape.depth()];
    this.activations = new float[shape.depth() + 1][];
    activations[0] = new float[shape.inputs(0)];
    for (int layer = 0; layer < shape.depth(); layer++) {
      maps[layer] = AffineMap.zero(shape.inputs(layer), shape.outputs(layer));
      activations[layer + 1] = new float[shape.outputs(layer)];
    }
  }

  /** Returns the layer sizes. */
  public PolicyShape shape() {
    return shape;
  }

  /** Returns what the policy acts in. */
  public ActionSpace space() {
    return space;
  }

  /**
   * Takes over a copy of other weights.
   *
   * @param flat all weights in the layout of {@link PolicyShape}, [parameters]
   * @throws IllegalArgumentException if the length is not that of the shape
   */
  public void setWeights(float[] flat) {
    if (flat.length != shape.parameterCount()) {
      throw new IllegalArgumentException(
          Text.format(
              "Policy parameter count mismatch: expected %d for layers %s, found %d",
              shape.parameterCount(), shape.layers(), flat.length));
    }
    for (int layer = 0; layer < shape.depth(); layer++) {
      maps[layer].set(flat, shape.weightOffset(layer), shape.biasOffset(layer));
    }
  }

  /**
   * Computes the action for an observation.
   *
   * @param observation as the environment gave it, [inputs]
   * @param normalizer is applied to it first
   * @param action receives the action: one value per output, or in its first place the index of a
   *     discrete one; NaN where the network's outputs are not numbers
   * @throws IllegalArgumentException if observation, normaliser and policy differ in size
   */
  public void act(double[] observation, ObservationNormalizer normalizer, double[] action) {
    normalizer.normalize(observation, activations[0]);
    int last = maps.length - 1;
    for (int layer = 0; layer < last; layer++) {
      maps[layer].apply(activations[layer], activations[layer + 1]);
      FastTanh.apply(activations[layer + 1]);
    }
    float[] outputs = activations[last + 1];
    maps[last].apply(activations[last], outputs);
    if (space instanceof ActionSpace.Box box) {
      FastTanh.apply(outputs);
      for (int i = 0; i < outputs.length; i++) {
        action[i] = box.limit() * outputs[i];
      }
    } else {
      action[0] = indexOfGreatest(outputs);
    }
  }

  /** Returns NaN if any value is, which compares with nothing. */
  private static double indexOfGreatest(float[] values) {
    int greatest = 0;
    float sum = values[0];
    for (int i = 1; i < values.length; i++) {
      sum += values[i];
      if (values[i] > values[greatest]) {
        greatest = i;
      }
    }
    return Float.isNaN(sum) ? Double.NaN : greatest;
  }
}

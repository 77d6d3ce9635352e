package io.github.udrlpg.policy;

import io.github.udrlpg.env.ActionSpace;

/**
 * A policy network: affine maps with tanh between them, and at the end tanh times the action limit
 * for a box, or the index of the greatest output for a discrete space. Without hidden layers it is
 * a linear policy. Source: arXiv 2501.16288, appendix on policies.
 *
 * <p>An instance holds buffers and belongs to one thread; other weights can be set at any time. An
 * action depends on weights, observation and normaliser only, to the last bit.
 */
public final class MlpPolicy {
  private final PolicyShape shape;
  private final ActionSpace space;

  /** W of every affine map, transposed: [layer][in][out]. */
  private final float[][][] weights;

  private final float[][] biases;

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
          "Policy outputs mismatch: expected %d for %s, found layers %s"
              .formatted(space.outputs(), space, shape.layers()));
    }
    this.shape = shape;
    this.space = space;
    this.weights = new float[shape.depth()][][];
    this.biases = new float[shape.depth()][];
    this.activations = new float[shape.depth() + 1][];
    activations[0] = new float[shape.inputs(0)];
    for (int layer = 0; layer < shape.depth(); layer++) {
      weights[layer] = new float[shape.inputs(layer)][shape.outputs(layer)];
      biases[layer] = new float[shape.outputs(layer)];
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
          "Policy parameter count mismatch: expected %d for layers %s, found %d"
              .formatted(shape.parameterCount(), shape.layers(), flat.length));
    }
    for (int layer = 0; layer < shape.depth(); layer++) {
      transpose(flat, shape.weightOffset(layer), weights[layer]);
      System.arraycopy(flat, shape.biasOffset(layer), biases[layer], 0, biases[layer].length);
    }
  }

  /**
   * Computes the action for an observation.
   *
   * @param observation as the environment gave it, [inputs]
   * @param normalizer is applied to it first
   * @param action receives the action: one value per output, or in its first place the index of a
   *     discrete one
   * @throws IllegalArgumentException if observation, normaliser and policy differ in size
   */
  public void act(double[] observation, ObservationNormalizer normalizer, double[] action) {
    normalizer.normalize(observation, activations[0]);
    int last = shape.depth() - 1;
    for (int layer = 0; layer < last; layer++) {
      affine(weights[layer], biases[layer], activations[layer], activations[layer + 1]);
      FastTanh.apply(activations[layer + 1]);
    }
    float[] outputs = activations[last + 1];
    affine(weights[last], biases[last], activations[last], outputs);
    if (space instanceof ActionSpace.Box box) {
      FastTanh.apply(outputs);
      for (int i = 0; i < outputs.length; i++) {
        action[i] = box.limit() * outputs[i];
      }
    } else {
      action[0] = indexOfGreatest(outputs);
    }
  }

  /**
   * Adds each input's row of weights to all outputs, which vectorises where a dot product does not.
   * Four rows at a time load and store the outputs less often: 4 µs instead of 6 for 256 × 256;
   * from six rows on the Java 17 compiler gives up, and so it does for rows that share one array.
   * The order of additions is that of one row after the other.
   */
  private static void affine(float[][] weights, float[] bias, float[] inputs, float[] outputs) {
    System.arraycopy(bias, 0, outputs, 0, outputs.length);
    int k = 0;
    for (; k + 4 <= inputs.length; k += 4) {
      addRows(
          weights[k],
          weights[k + 1],
          weights[k + 2],
          weights[k + 3],
          inputs[k],
          inputs[k + 1],
          inputs[k + 2],
          inputs[k + 3],
          outputs);
    }
    for (; k < inputs.length; k++) {
      addRow(weights[k], inputs[k], outputs);
    }
  }

  private static void addRows(
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3,
      float input0,
      float input1,
      float input2,
      float input3,
      float[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] =
          outputs[i] + row0[i] * input0 + row1[i] * input1 + row2[i] * input2 + row3[i] * input3;
    }
  }

  private static void addRow(float[] row, float input, float[] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] += row[i] * input;
    }
  }

  private static void transpose(float[] flat, int offset, float[][] target) {
    for (int in = 0; in < target.length; in++) {
      for (int out = 0; out < target[in].length; out++) {
        target[in][out] = flat[offset + out * target.length + in];
      }
    }
  }

  private static int indexOfGreatest(float[] values) {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[greatest]) {
        greatest = i;
      }
    }
    return greatest;
  }
}

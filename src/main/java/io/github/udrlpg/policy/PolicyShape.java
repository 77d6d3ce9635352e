package io.github.udrlpg.policy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.text.Text;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The layer sizes of a policy network, from observations to outputs; a shape of two sizes is a
 * linear policy.
 *
 * <p>All weights of a policy stand in one flat vector: layer by layer, first W row-major {@code
 * [out, in]}, then b {@code [out]}.
 *
 * @param layers sizes, inputs first
 */
public record PolicyShape(List<Integer> layers) implements Serializable {
  /** The most weights of a policy: Java's arrays and buffers end at two to the 31 bytes. */
  public static final int MOST_PARAMETERS = Integer.MAX_VALUE / Float.BYTES;

  /**
   * @throws IllegalArgumentException if there are fewer than two layers or one is not positive
   * @throws InvalidInputException if there are more than {@link #MOST_PARAMETERS} weights
   */
  public PolicyShape {
    layers = List.copyOf(layers);
    if (layers.size() < 2) {
      throw new IllegalArgumentException(
          "A policy needs at least an input and an output layer, found " + layers);
    }
    for (int size : layers) {
      if (size < 1) {
        throw new IllegalArgumentException("Policy layer sizes must be positive, found " + layers);
      }
    }
    requireOneArray(layers);
  }

  private static void requireOneArray(List<Integer> layers) {
    BigInteger count = BigInteger.ZERO;
    for (int i = 0; i + 1 < layers.size(); i++) {
      count =
          count.add(
              BigInteger.valueOf(layers.get(i) + 1L)
                  .multiply(BigInteger.valueOf(layers.get(i + 1))));
    }
    if (count.compareTo(BigInteger.valueOf(MOST_PARAMETERS)) > 0) {
      throw new InvalidInputException(
          Text.format(
                  "Policies with layers %s have %d weights, the most that one array holds is %d:"
                      + " lower",
                  layers, count, MOST_PARAMETERS)
              + " policy.hidden-sizes");
    }
  }

  /** Returns the shape of the given layer sizes. */
  public static PolicyShape of(Integer... layers) {
    return new PolicyShape(List.of(layers));
  }

  /**
   * Returns the shape of policies of a task.
   *
   * @param hiddenSizes layers between observations and outputs
   */
  public static PolicyShape of(EnvironmentSpec environment, List<Integer> hiddenSizes) {
    List<Integer> layers = new ArrayList<>();
    layers.add(environment.observationSize());
    layers.addAll(hiddenSizes);
    layers.add(environment.actionSpace().outputs());
    return new PolicyShape(layers);
  }

  /** Returns the number of affine maps, one less than of layer sizes. */
  public int depth() {
    return layers.size() - 1;
  }

  /** Returns the number of inputs of affine map {@code layer}, counted from 0. */
  public int inputs(int layer) {
    return layers.get(layer);
  }

  /** Returns the number of outputs of affine map {@code layer}, counted from 0. */
  public int outputs(int layer) {
    return layers.get(layer + 1);
  }

  /** Returns where W of affine map {@code layer} begins in the flat vector. */
  public int weightOffset(int layer) {
    int offset = 0;
    for (int i = 0; i < layer; i++) {
      offset += (inputs(i) + 1) * outputs(i);
    }
    return offset;
  }

  /** Returns where b of affine map {@code layer} begins in the flat vector. */
  public int biasOffset(int layer) {
    return weightOffset(layer) + inputs(layer) * outputs(layer);
  }

  /** Returns the length of the flat vector. */
  public int parameterCount() {
    return weightOffset(depth());
  }
}

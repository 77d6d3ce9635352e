package io.github.udrlpg.algorithm;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import java.nio.FloatBuffer;

/**
 * States a policy's first layer for other observation statistics, so that it acts as it did under
 * its own: with x̂ = (x − m) / s, the layer W x̂ + b is W' x̂' + b' for W' = W s' / s and b' = b +
 * W (m' − m) / s.
 */
public final class Restatement {
  /** The share of the present deviation below which an input did not vary. */
  private static final double CONSTANT = 1e-6;

  private final PolicyShape shape;
  private final double[] mean;
  private final double[] divisor;

  /**
   * Prepares restatements.
   *
   * @param present the statistics to state policies for
   */
  public Restatement(PolicyShape shape, ObservationNormalizer present) {
    this.shape = shape;
    this.mean = present.mean();
    this.divisor = present.divisor();
  }

  /**
   * Writes a policy as it reads under the present statistics.
   *
   * @param own the statistics under which it earned its return
   * @param weights {@code [parameters]}; only read
   * @param restated {@code [parameters]}
   */
  public void apply(ObservationNormalizer own, FloatBuffer weights, FloatBuffer restated) {
    restated.put(0, weights, 0, shape.parameterCount());
    double[] ownMean = own.mean();
    double[] ownDivisor = own.divisor();
    int inputs = shape.inputs(0);
    for (int output = 0; output < shape.outputs(0); output++) {
      int row = shape.weightOffset(0) + output * inputs;
      double shift = 0;
      for (int input = 0; input < inputs; input++) {
        double perUnit =
            ownDivisor[input] < CONSTANT * divisor[input]
                ? 0
                : weights.get(row + input) / ownDivisor[input];
        shift += perUnit * (mean[input] - ownMean[input]);
        restated.put(row + input, (float) (perUnit * divisor[input]));
      }
      int bias = shape.biasOffset(0) + output;
      restated.put(bias, (float) (weights.get(bias) + shift));
    }
  }
}

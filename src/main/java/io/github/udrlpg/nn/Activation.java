package io.github.udrlpg.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What the hidden layers of a network apply to each of their numbers. */
public enum Activation {
  /** {@code max(x, 0)}, with the derivative 0 at 0. */
  RELU {
    @Override
    void apply(INDArray values) {
      Transforms.relu(values, false);
    }

    @Override
    void derivative(INDArray outputs, INDArray result) {
      Nd4j.exec(new Step(outputs, result, 0));
    }
  },

  /** {@code tanh(x)}. */
  TANH {
    @Override
    void apply(INDArray values) {
      Transforms.tanh(values, false);
    }

    @Override
    void derivative(INDArray outputs, INDArray result) {
      outputs.mul(outputs, result);
      result.rsubi(1);
    }
  };

  /** Replaces values by what the activation makes of them. */
  abstract void apply(INDArray values);

  /**
   * Computes the derivative at what {@link #apply} made {@code outputs} of.
   *
   * @param result of the same shape, overwritten
   */
  abstract void derivative(INDArray outputs, INDArray result);
}

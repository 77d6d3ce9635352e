package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;

/** Computes the gradient of some neighbouring parameters from what the backward pass left. */
sealed interface GradientJob {
  /** Returns where the parameters begin in the parameter vector. */
  int offset();

  /** Returns their number. */
  int length();

  /** Returns an estimate of the multiplications. */
  long work();

  /** Writes the gradient. */
  void compute(ColumnPasses passes);

  /**
   * The gradient of some outputs of an affine map, summed over tiles and commands: {@code x δᵀ}.
   *
   * @param inputs x, {@code [inputs + 1, columns]}
   * @param deltas δ, {@code [outputs, columns]}
   * @param gradient {@code [inputs + 1, outputs]}
   */
  record OfAffine(
      int offset, int length, NativeMatrix inputs, NativeMatrix deltas, NativeMatrix gradient)
      implements GradientJob {
    @Override
    public long work() {
      return (long) length * inputs.columns();
    }

    @Override
    public void compute(ColumnPasses passes) {
      Sgemm.multiplyTransposedRight(inputs, deltas, gradient);
    }
  }

  /**
   * The gradient of the embeddings: the sum of those through the two networks.
   *
   * @param throughWeights {@code [embedding, tiles]}
   * @param throughBiases {@code [embedding, tiles]}
   * @param gradient {@code [embedding, tiles]}
   */
  record OfEmbeddings(
      int offset,
      int length,
      NativeMatrix throughWeights,
      NativeMatrix throughBiases,
      NativeMatrix gradient)
      implements GradientJob {
    @Override
    public long work() {
      return length;
    }

    @Override
    public void compute(ColumnPasses passes) {
      passes.add(throughWeights, throughBiases, gradient);
    }
  }
}

package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import java.util.List;

/**
 * Computes the gradient of some neighbouring parameters from what the backward pass left.
 *
 * <p>It goes to memory of the worker that does the job, small enough to stay in a cache until Adam
 * has read it: the gradient of all parameters never exists at once.
 */
sealed interface GradientJob {
  /** Returns where the parameters begin in the parameter vector. */
  int offset();

  /** Returns their number. */
  int length();

  /** Returns an estimate of the multiplications. */
  long work();

  /** Writes the gradient to the beginning of the memory of {@code worker}. */
  void compute(int worker, ColumnPasses passes);

  /**
   * The gradient of some outputs of an affine map, summed over tiles and commands: {@code x δᵀ}.
   *
   * @param inputs x, {@code [inputs + 1, columns]}
   * @param deltas δ, {@code [outputs, columns]}
   * @param gradients {@code [inputs + 1, outputs]} by worker
   */
  record OfAffine(
      int offset, NativeMatrix inputs, NativeMatrix deltas, List<NativeMatrix> gradients)
      implements GradientJob {
    @Override
    public int length() {
      return inputs.rows() * deltas.rows();
    }

    @Override
    public long work() {
      return (long) length() * inputs.columns();
    }

    @Override
    public void compute(int worker, ColumnPasses passes) {
      Sgemm.multiplyTransposedRight(inputs, deltas, gradients.get(worker));
    }
  }

  /**
   * The gradient of the embeddings: the sum of those through the two networks.
   *
   * @param throughWeights {@code [embedding, tiles]}
   * @param throughBiases {@code [embedding, tiles]}
   * @param gradients {@code [embedding, tiles]} by worker
   */
  record OfEmbeddings(
      int offset,
      NativeMatrix throughWeights,
      NativeMatrix throughBiases,
      List<NativeMatrix> gradients)
      implements GradientJob {
    @Override
    public int length() {
      return throughWeights.rows() * throughWeights.columns();
    }

    @Override
    public long work() {
      return length();
    }

    @Override
    public void compute(int worker, ColumnPasses passes) {
      passes.add(throughWeights, throughBiases, gradients.get(worker));
    }
  }
}

package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
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

  /**
   * Writes the gradient to the beginning of the memory of {@code worker}.
   *
   * @param commands the distinct commands, ascending
   */
  void compute(float[] commands, int worker, Workspace workspace);

  /**
   * The gradient of an affine map for some of its inputs.
   *
   * @param from first of the inputs
   * @param shares of all slices of the network
   * @param gradients {@code [outputs, inputs]} by worker
   */
  record OfAffine(int offset, int from, List<GradientShare> shares, List<NativeMatrix> gradients)
      implements GradientJob {
    @Override
    public int length() {
      return gradients.get(0).rows() * gradients.get(0).columns();
    }

    @Override
    public long work() {
      return (long) length() * shares.stream().mapToInt(share -> share.inputs().columns()).sum();
    }

    @Override
    public void compute(float[] commands, int worker, Workspace workspace) {
      for (int i = 0; i < shares.size(); i++) {
        shares.get(i).addTo(from, commands, workspace, i == 0 ? 0 : 1, gradients.get(worker));
      }
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
    public void compute(float[] commands, int worker, Workspace workspace) {
      workspace.passes.add(throughWeights, throughBiases, gradients.get(worker));
    }
  }
}

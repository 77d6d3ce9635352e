package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What a {@link NetworkSlice} contributes to the gradient of some inputs' weights in an affine map:
 * {@code δ xᵀ}, summed over columns.
 *
 * @param deltas δ, {@code [outputs, columns]}
 * @param inputs x, {@code [inputs, columns]}
 * @param columns how many of the leading columns an update uses
 * @param sweep that left switching units out of x
 */
record GradientShare(
    NativeMatrix deltas, NativeMatrix inputs, IntSupplier columns, Optional<CommandSweep> sweep) {

  /**
   * Adds the share.
   *
   * @param from the first of the inputs
   * @param commands the distinct commands, ascending
   * @param beta 0 to overwrite, 1 to add
   * @param gradient {@code [outputs, inputs]}
   */
  void addTo(int from, float[] commands, Workspace workspace, float beta, NativeMatrix gradient) {
    Sgemm.multiplyLeadingTransposedRight(
        deltas.rows(), inputs.rows(), columns.getAsInt(), deltas, inputs, beta, gradient);
    if (sweep.isPresent()) {
      sweep.get().addSwitching(from, commands, workspace, gradient);
    }
  }
}

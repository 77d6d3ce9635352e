package io.github.udrlpg.generator;

/**
 * Where the numbers that a network emits at once stand in the flat vector of a policy: a row-major
 * block of a weight matrix, or a slice of a bias.
 *
 * @param offset of the first number in the flat vector
 * @param rows rows that the policy has; a cropped tile has fewer than the network emits
 * @param columns columns that the policy has
 * @param stride distance of two rows in the flat vector
 * @param pitch distance of two rows in what the network emits
 * @param factor what the emitted numbers are multiplied by
 */
record TileRegion(int offset, int rows, int columns, int stride, int pitch, float factor) {

  /** Copies the region from a flat policy into the order in which the network emits it. */
  void gather(float[] policy, float[] emitted) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(policy, offset + row * stride, emitted, row * pitch, columns);
    }
  }

  /** Copies what the network emitted into the region of a flat policy. */
  void scatter(float[] emitted, float[] policy) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(emitted, row * pitch, policy, offset + row * stride, columns);
    }
  }

  /** Returns whether all of the {@code emitted} numbers belong to the policy. */
  boolean isWhole(int emitted) {
    return rows * columns == emitted;
  }
}

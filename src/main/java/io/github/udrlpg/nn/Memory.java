package io.github.udrlpg.nn;

import io.github.udrlpg.linalg.Sgemm;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays outside the Java heap and outside ND4J's workspaces, which their owners close. */
final class Memory {
  private Memory() {}

  /** Allocates a vector of zeros. */
  @SuppressWarnings("try") // the scope is there to be closed, not to be used
  static INDArray zeros(DataType type, long length) {
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray zeros = Nd4j.zeros(type, length);
      // ND4J, just started, has set OpenBLAS' threads to its own liking.
      Sgemm.useCallingThreadOnly();
      return zeros;
    }
  }

  /**
   * Returns a view of a part of a vector as a column-major matrix, which is what {@code Nd4j.gemm}
   * reads and writes in place.
   */
  static INDArray matrix(INDArray vector, long from, long rows, long columns) {
    return vector
        .get(NDArrayIndex.interval(from, from + rows * columns))
        .reshape('f', true, rows, columns);
  }
}

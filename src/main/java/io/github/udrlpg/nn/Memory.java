package io.github.udrlpg.nn;

import io.github.udrlpg.linalg.Sgemm;
import io.github.udrlpg.text.Text;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays outside the Java heap and outside ND4J's workspaces, which their owners close. */
final class Memory {
  /** The most numbers of one array: two to the 31 bytes of floats is where Java's buffers end. */
  private static final long MAX_LENGTH = Integer.MAX_VALUE / Float.BYTES;

  private Memory() {}

  /** Allocates a vector of zeros. */
  @SuppressWarnings("try") // the scope is there to be closed, not to be used
  static INDArray zeros(DataType type, long length) {
    if (length > MAX_LENGTH) {
      throw new IllegalStateException(
          Text.format(
              "A network needs an array of %d numbers, the most is %d: make its layers, or the"
                  + " batch, smaller",
              length, MAX_LENGTH));
    }
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray zeros = Nd4j.zeros(type, length);
      useCallingThreadOnly();
      return zeros;
    }
  }

  /**
   * Makes ND4J and OpenBLAS, which ND4J has set to its own liking as it started, work on the
   * calling thread only, in the whole process. Their threads wait for each other after every
   * operation: on busy cores adding two vectors of 5000 numbers takes milliseconds instead of
   * microseconds.
   */
  private static void useCallingThreadOnly() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    Sgemm.useCallingThreadOnly();
  }

  /**
   * Returns a view of a part of a vector as a column-major matrix {@code [m, n]}, which is what
   * {@code Nd4j.gemm} reads and writes in place.
   */
  static INDArray matrix(INDArray vector, long from, long m, long n) {
    return vector.get(NDArrayIndex.interval(from, from + m * n)).reshape('f', true, m, n);
  }
}

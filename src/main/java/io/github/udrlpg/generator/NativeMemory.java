package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An ND4J vector of floats, outside the Java heap and outside ND4J's workspaces, that matrices are
 * views of.
 */
final class NativeMemory implements AutoCloseable {
  /** The most floats of one array: two to the 31 bytes is where Java's buffers end. */
  static final int MAX_LENGTH = Integer.MAX_VALUE / Float.BYTES;

  private static final AtomicLong HELD = new AtomicLong();

  private final INDArray array;
  private final FloatBuffer floats;

  private NativeMemory(INDArray array) {
    this.array = array;
    this.floats = array.data().asNioFloat();
    HELD.addAndGet(array.length());
  }

  /** Returns how many floats this process holds in such memory. */
  static long held() {
    return HELD.get();
  }

  /** Allocates {@code length} zeros. */
  @SuppressWarnings("try") // the scope is there to be closed, not to be used
  static NativeMemory zeros(long length) {
    if (length > MAX_LENGTH) {
      throw new IllegalStateException(
          "The generator needs an array of "
              + length
              + " floats, the most is "
              + MAX_LENGTH
              + ": make its hidden layers, or the training batch, smaller");
    }
    try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return new NativeMemory(Nd4j.zeros(DataType.FLOAT, length));
    }
  }

  FloatBuffer floats() {
    return floats;
  }

  INDArray array() {
    return array;
  }

  /** Returns a column-major view of the {@code rows * columns} floats from {@code offset} on. */
  NativeMatrix matrix(int offset, int rows, int columns) {
    return NativeMatrix.of(floats, offset, rows, columns);
  }

  float[] toArray() {
    return array.toFloatVector();
  }

  @Override
  public void close() {
    HELD.addAndGet(-array.length());
    array.close();
  }
}

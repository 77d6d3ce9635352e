package io.github.udrlpg.nn;

import io.github.udrlpg.text.Text;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A matrix with a row for each sample of a batch, {@code [batch, columns]}, whose memory outside
 * the Java heap is allocated for the largest batch so far.
 *
 * <p>It is row-major, so each sample's numbers stand together. Transposed it is the column-major
 * matrix that {@code Nd4j.gemm} is fastest with, and can write into.
 */
public final class BatchMatrix implements AutoCloseable {
  private final DataType type;
  private final int columns;
  private INDArray memory;
  private FloatBuffer floats;
  private INDArray matrix;

  /** Creates a matrix without rows. */
  public BatchMatrix(DataType type, int columns) {
    this.type = type;
    this.columns = columns;
  }

  /**
   * Sets the number of rows. What they hold afterwards is not defined, and arrays that {@link
   * #array} returned before are no longer valid.
   *
   * @param rows samples of the batch, positive
   */
  public void resize(int rows) {
    if (matrix != null && matrix.columns() == rows) {
      return;
    }
    long length = (long) rows * columns;
    if (memory == null || memory.length() < length) {
      close();
      memory = Memory.zeros(type, length);
      floats = type == DataType.FLOAT ? memory.data().asNioFloat() : null;
    }
    matrix = Memory.matrix(memory, 0, columns, rows);
  }

  /** Returns the matrix, {@code [batch, columns]}, row-major: a view, not a copy. */
  public INDArray array() {
    return matrix.transpose();
  }

  /** Returns the matrix transposed, {@code [columns, batch]}, column-major: a view, not a copy. */
  INDArray transposed() {
    return matrix;
  }

  /** Copies a row of floats to the beginning of {@code values}. */
  public void readRow(int row, float[] values) {
    floats.get(offset(row), values, 0, columns);
  }

  /** Copies the beginning of {@code values} to a row of floats. */
  public void writeRow(int row, float[] values) {
    floats.put(offset(row), values, 0, columns);
  }

  private int offset(int row) {
    if (row < 0 || row >= matrix.columns()) {
      throw new IndexOutOfBoundsException(
          Text.format("There is no row %d among %d", row, matrix.columns()));
    }
    return row * columns;
  }

  /** Releases the memory; closing twice is fine. */
  @Override
  public void close() {
    if (memory != null) {
      memory.close();
      memory = null;
      floats = null;
      matrix = null;
    }
  }
}

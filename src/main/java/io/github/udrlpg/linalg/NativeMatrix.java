package io.github.udrlpg.linalg;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * A column-major view {@code [rows, columns]} of single-precision numbers outside the Java heap.
 *
 * <p>It owns nothing: whoever allocated the memory keeps it alive and releases it. Parts of a
 * matrix are views of the same memory. Creating a view allocates a few small objects, using one
 * allocates nothing.
 *
 * <p>Java 17 does not vectorise loops over memory outside the heap, so element-wise work copies a
 * column into a heap array, loops there, and copies it back; all of it stays in the first-level
 * cache.
 */
public final class NativeMatrix {
  static {
    // JavaCPP wants the natives loaded before the first pointer is created.
    Loader.load(openblas.class);
  }

  private final FloatBuffer memory;
  private final FloatPointer pointer;
  private final IntBuffer bits;
  private final int rows;
  private final int columns;
  private final int stride;

  private NativeMatrix(FloatBuffer memory, int rows, int columns, int stride) {
    this.memory = memory;
    this.pointer = new FloatPointer(memory);
    this.bits = new IntPointer(pointer).asBuffer();
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /**
   * Views {@code rows * columns} numbers of {@code memory}, from {@code offset} on, column after
   * column.
   *
   * @throws IllegalArgumentException if {@code memory} is on the heap, or a size is not positive
   * @throws IndexOutOfBoundsException if {@code memory} is too small
   */
  public static NativeMatrix of(FloatBuffer memory, int offset, int rows, int columns) {
    if (!memory.isDirect()) {
      throw new IllegalArgumentException(
          "A native matrix needs a direct buffer, found one on the Java heap");
    }
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "A native matrix needs at least one row and one column, found ["
              + rows
              + ", "
              + columns
              + "]");
    }
    int length = Math.multiplyExact(rows, columns);
    return new NativeMatrix(memory.slice(offset, length), rows, columns, rows);
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns;
  }

  /** Returns how many numbers lie between the beginnings of two neighbouring columns. */
  int stride() {
    return stride;
  }

  FloatPointer pointer() {
    return pointer;
  }

  /**
   * Returns a view of {@code count} rows from {@code from} on.
   *
   * @throws IndexOutOfBoundsException if they are not all rows of this matrix
   */
  public NativeMatrix rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows);
    return part(from, count, columns, stride);
  }

  /**
   * Returns a view of {@code count} columns from {@code from} on.
   *
   * @throws IndexOutOfBoundsException if they are not all columns of this matrix
   */
  public NativeMatrix columns(int from, int count) {
    Objects.checkFromIndexSize(from, count, columns);
    return part(from * stride, rows, count, stride);
  }

  /**
   * Returns a view of every {@code step}th column, the first one included.
   *
   * @throws IllegalArgumentException if {@code step} is not positive
   */
  public NativeMatrix everyColumn(int step) {
    if (step < 1) {
      throw new IllegalArgumentException("Column step must be positive, found " + step);
    }
    return part(0, rows, (columns + step - 1) / step, Math.multiplyExact(stride, step));
  }

  private NativeMatrix part(int offset, int partRows, int partColumns, int partStride) {
    int length = (partColumns - 1) * partStride + partRows;
    return new NativeMatrix(memory.slice(offset, length), partRows, partColumns, partStride);
  }

  /** Copies column {@code column} to the beginning of {@code into}. */
  public void readColumn(int column, float[] into) {
    memory.get(column * stride, into, 0, rows);
  }

  /** Copies the beginning of {@code from} into column {@code column}. */
  public void writeColumn(int column, float[] from) {
    memory.put(column * stride, from, 0, rows);
  }

  /** Copies the raw bits of column {@code column} to the beginning of {@code into}. */
  public void readColumnBits(int column, int[] into) {
    bits.get(column * stride, into, 0, rows);
  }

  /** Copies raw bits from the beginning of {@code from} into column {@code column}. */
  public void writeColumnBits(int column, int[] from) {
    bits.put(column * stride, from, 0, rows);
  }

  /** Sets every element to {@code value}. */
  public void fill(float value) {
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        memory.put(column * stride + row, value);
      }
    }
  }

  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}

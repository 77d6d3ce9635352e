package io.github.udrlpg.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array as all of the formats store it: little-endian, the last dimension fastest.
 *
 * @param name what it is called in the file
 * @param type the type of its elements
 * @param shape its dimensions; none for a single number
 * @param data its elements; read through {@link #bytes}
 */
record NamedArray(String name, Type type, List<Integer> shape, ByteBuffer data) {

  /** The element types in use. */
  enum Type {
    FLOAT("F32", "<f4", 1),
    DOUBLE("F64", "<f8", 11);

    /** Its name in safetensors. */
    final String safetensors;

    /** Its description in NumPy's format. */
    final String numpy;

    /** Its number in ONNX, {@code TensorProto.DataType}. */
    final int onnx;

    Type(String safetensors, String numpy, int onnx) {
      this.safetensors = safetensors;
      this.numpy = numpy;
      this.onnx = onnx;
    }
  }

  /** Copies the shape. */
  NamedArray {
    shape = List.copyOf(shape);
  }

  /** Returns an array of floats, those of {@code values} from {@code offset} on. */
  static NamedArray floats(String name, float[] values, int offset, Integer... shape) {
    int length = length(shape);
    ByteBuffer data = ByteBuffer.allocate(Float.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values, offset, length);
    return new NamedArray(name, Type.FLOAT, List.of(shape), data);
  }

  /** Returns an array of doubles. */
  static NamedArray doubles(String name, double[] values, Integer... shape) {
    int length = length(shape);
    ByteBuffer data = ByteBuffer.allocate(Double.BYTES * length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(values, 0, length);
    return new NamedArray(name, Type.DOUBLE, List.of(shape), data);
  }

  /** Returns the bytes of all elements. */
  byte[] bytes() {
    byte[] bytes = new byte[data.capacity()];
    data.duplicate().get(bytes);
    return bytes;
  }

  private static int length(Integer... shape) {
    int length = 1;
    for (int size : shape) {
      length *= size;
    }
    return length;
  }
}

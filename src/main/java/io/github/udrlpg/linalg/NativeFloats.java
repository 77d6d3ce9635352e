package io.github.udrlpg.linalg;

import io.github.udrlpg.text.Text;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Floats outside the Java heap, straight from the C library, that their owner releases.
 *
 * <p>Direct buffers and JavaCPP's own arrays count against limits that default to the size of the
 * heap, whatever the machine has. This memory counts against none; the operating system hands out
 * its pages as they are first written to.
 */
public final class NativeFloats implements AutoCloseable {
  private final Pointer memory;
  private final FloatBuffer floats;
  private boolean closed;

  private NativeFloats(Pointer memory, int length) {
    this.memory = memory;
    this.floats = new FloatPointer(memory).capacity(length).asBuffer();
  }

  /**
   * Allocates {@code length} floats of undefined content.
   *
   * @throws IllegalArgumentException if {@code length} is not positive, or its bytes exceed what a
   *     Java buffer can span
   * @throws OutOfMemoryError if the operating system refuses
   */
  public static NativeFloats allocate(int length) {
    if (length < 1 || length > Integer.MAX_VALUE / Float.BYTES) {
      throw new IllegalArgumentException(
          Text.format(
              "Native memory must have between 1 and %d floats, found %d",
              Integer.MAX_VALUE / Float.BYTES, length));
    }
    long bytes = (long) length * Float.BYTES;
    Pointer memory = Pointer.malloc(bytes);
    if (memory == null || memory.isNull()) {
      throw new OutOfMemoryError(
          Text.format("The operating system refused %d MiB outside the Java heap", bytes >> 20));
    }
    return new NativeFloats(memory, length);
  }

  /**
   * Returns the floats. Neither the buffer nor a view of it may be touched after {@link #close}:
   * nothing would stop it from reading what is no longer there.
   */
  public FloatBuffer floats() {
    if (closed) {
      throw new IllegalStateException("This native memory has been released");
    }
    return floats;
  }

  /** Releases the memory at once; closing twice is fine. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      Pointer.free(memory);
    }
  }
}

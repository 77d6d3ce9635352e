package io.github.udrlpg.algorithm;

import io.github.udrlpg.linalg.NativeFloats;
import io.github.udrlpg.text.Text;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Room for the weights of policies outside the Java heap: equal slots in chunks that are allocated
 * as slots are taken. A slot that was given back is the next to be taken, so memory grows to the
 * most policies that were ever held at once, and no further.
 */
public final class PolicySlots implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 << 20;

  private final int parameters;
  private final int slotsPerChunk;
  private final List<NativeFloats> chunks = new ArrayList<>();
  private final Deque<FloatBuffer> free = new ArrayDeque<>();
  private boolean closed;

  /**
   * Creates room without allocating any.
   *
   * @param parameters weights of a policy
   */
  PolicySlots(int parameters) {
    this.parameters = parameters;
    this.slotsPerChunk = (int) Math.max(1, CHUNK_BYTES / bytes(1, parameters));
  }

  /** Returns how much memory the weights of some policies need, in bytes. */
  public static long bytes(long policies, int parameters) {
    return Math.multiplyExact(Math.multiplyExact(policies, parameters), (long) Float.BYTES);
  }

  /**
   * Copies weights into a slot that nobody else has.
   *
   * @param weights {@code [parameters]}
   * @return the slot, {@code [parameters]}
   * @throws IllegalArgumentException if they are not as many as a slot holds
   * @throws IllegalStateException if the operating system has no memory left for it, or after
   *     {@link #close}
   */
  FloatBuffer store(float[] weights) {
    if (closed) {
      throw new IllegalStateException("These slots are closed: their memory has been released");
    }
    if (weights.length != parameters) {
      throw new IllegalArgumentException(
          Text.format(
              "Policy parameter count mismatch: expected %d, found %d",
              parameters, weights.length));
    }
    if (free.isEmpty()) {
      addChunk();
    }
    return free.removeFirst().put(0, weights);
  }

  private void addChunk() {
    try {
      NativeFloats chunk = NativeFloats.allocate(Math.multiplyExact(slotsPerChunk, parameters));
      chunks.add(chunk);
      for (int slot = 0; slot < slotsPerChunk; slot++) {
        free.addLast(chunk.floats().slice(slot * parameters, parameters));
      }
    } catch (OutOfMemoryError e) {
      throw new IllegalStateException(
          Text.format(
                  "The live buffer found no memory for more than %d policies of %d weights, %d MiB"
                      + " outside",
                  slots(), parameters, allocatedBytes() >> 20)
              + " the Java heap: lower buffer.capacity, or give the driver more memory"
              + " (spark.driver.memoryOverhead)",
          e);
    }
  }

  /** Takes a slot back; its buffer must not be used by whoever gave it. */
  void giveBack(FloatBuffer slot) {
    free.addFirst(slot);
  }

  /** Returns how many slots there are, taken and free. */
  int slots() {
    return Math.multiplyExact(chunks.size(), slotsPerChunk);
  }

  /** Returns the memory of all slots, in bytes. */
  long allocatedBytes() {
    return bytes(slots(), parameters);
  }

  /** Releases the memory of all slots, taken ones too; closing twice is fine. */
  @Override
  public void close() {
    closed = true;
    free.clear();
    chunks.forEach(NativeFloats::close);
    chunks.clear();
  }
}

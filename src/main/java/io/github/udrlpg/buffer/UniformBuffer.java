package io.github.udrlpg.buffer;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The plain buffer that the bucket ablation compares with: every entry is taken and every entry is
 * as likely to be drawn as any other.
 */
public final class UniformBuffer implements ReplayBuffer {
  private final int capacity;
  private final List<BufferEntry> ring = new ArrayList<>();
  private int oldest;

  /**
   * Creates an empty buffer.
   *
   * @param capacity the most entries; beyond it the oldest goes
   */
  public UniformBuffer(int capacity) {
    this.capacity = requirePositive(capacity);
  }

  @Override
  public Outcome offer(BufferEntry entry) {
    if (ring.size() < capacity) {
      ring.add(entry);
      return Outcome.TAKEN;
    }
    BufferEntry evicted = ring.set(oldest, entry);
    oldest = (oldest + 1) % capacity;
    return Outcome.takenFor(evicted);
  }

  @Override
  public List<BufferEntry> sample(int size, UniformRandomProvider random) {
    requireEntries(size());
    List<BufferEntry> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      // Counted from the oldest, so that a rebuilt ring, which starts at 0, draws the same.
      batch.add(ring.get((oldest + random.nextInt(ring.size())) % ring.size()));
    }
    return batch;
  }

  @Override
  public List<BufferEntry> entries() {
    List<BufferEntry> ordered = new ArrayList<>(ring.subList(oldest, ring.size()));
    ordered.addAll(ring.subList(0, oldest));
    return ordered;
  }

  @Override
  public int size() {
    return ring.size();
  }

  static int requirePositive(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be positive, found " + capacity);
    }
    return capacity;
  }

  static void requireEntries(int size) {
    if (size == 0) {
      throw new IllegalStateException("Cannot sample from an empty buffer: no policy was stored");
    }
  }
}

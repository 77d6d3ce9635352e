package io.github.udrlpg.buffer;

import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A bounded set of entries, first in first out, with a rule for drawing from it.
 *
 * <p>Offering the entries that {@link #entries()} returns, in that order, to an empty buffer of the
 * same settings rebuilds the same buffer: that is how a run resumes.
 */
public sealed interface ReplayBuffer permits BucketBuffer, UniformBuffer {

  /**
   * What became of an offered entry.
   *
   * @param taken whether the buffer holds it now
   * @param evicted the entry that had to go for it, if any
   */
  record Outcome(boolean taken, Optional<BufferEntry> evicted) {
    static final Outcome TURNED_DOWN = new Outcome(false, Optional.empty());
    static final Outcome TAKEN = new Outcome(true, Optional.empty());

    static Outcome takenFor(BufferEntry evicted) {
      return new Outcome(true, Optional.of(evicted));
    }
  }

  /** Takes the entry, letting the oldest go where the capacity asks for it, or turns it down. */
  Outcome offer(BufferEntry entry);

  /**
   * Draws {@code size} entries with replacement.
   *
   * @throws IllegalStateException if the buffer is empty
   */
  List<BufferEntry> sample(int size, UniformRandomProvider random);

  /** Returns what the buffer holds, oldest first. */
  List<BufferEntry> entries();

  /** Returns the number of entries that the buffer holds. */
  int size();
}

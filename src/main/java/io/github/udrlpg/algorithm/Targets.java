package io.github.udrlpg.algorithm;

import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.buffer.ReplayBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** What the generator is regressed on: the weights of live policies. */
sealed interface Targets {
  /** Draws a batch with replacement. */
  List<BufferEntry> sample(int size, UniformRandomProvider random);

  /**
   * Returns the weights of a live policy as the generator should make them.
   *
   * @param place the policy's place in the batch; what was returned for an earlier batch of the
   *     same place is void
   */
  FloatBuffer weights(int place, BufferEntry entry);

  /** As they were rolled out. */
  record Stored(LiveBuffer live) implements Targets {
    @Override
    public List<BufferEntry> sample(int size, UniformRandomProvider random) {
      return live.sample(size, random);
    }

    @Override
    public FloatBuffer weights(int place, BufferEntry entry) {
      return live.weights(entry);
    }
  }

  /** Restated for the present observation statistics. */
  final class Restated implements Targets {
    private final LiveBuffer live;
    private final Restatement restatement;
    private final List<FloatBuffer> scratch = new ArrayList<>();

    Restated(LiveBuffer live, Restatement restatement) {
      this.live = live;
      this.restatement = restatement;
    }

    @Override
    public List<BufferEntry> sample(int size, UniformRandomProvider random) {
      return live.sample(size, random);
    }

    @Override
    public FloatBuffer weights(int place, BufferEntry entry) {
      FloatBuffer stored = live.weights(entry);
      while (scratch.size() <= place) {
        scratch.add(FloatBuffer.allocate(stored.capacity()));
      }
      restatement.apply(live.normalizer(entry), stored, scratch.get(place));
      return scratch.get(place);
    }
  }

  /**
   * Of a dataset that does not grow.
   *
   * @param buffer whose entries' policies are indices of {@code slots}
   * @param slots the weights, {@code [policies, parameters]}
   */
  record Fixed(ReplayBuffer buffer, List<FloatBuffer> slots) implements Targets {
    @Override
    public List<BufferEntry> sample(int size, UniformRandomProvider random) {
      return buffer.sample(size, random);
    }

    @Override
    public FloatBuffer weights(int place, BufferEntry entry) {
      return slots.get(entry.policy());
    }
  }
}

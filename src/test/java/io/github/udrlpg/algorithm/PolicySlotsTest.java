package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class PolicySlotsTest {
  /** About three slots in a chunk, so that chunks come and slots go round. */
  private static final int PARAMETERS = 5_000_000;

  @Test
  void slotsNeverAliasHoweverOftenTheyAreReused() {
    Random random = new Random(7);
    Map<Integer, float[]> expected = new HashMap<>();
    Map<Integer, FloatBuffer> held = new HashMap<>();
    try (PolicySlots slots = new PolicySlots(1000)) {
      for (int policy = 0; policy < 3000; policy++) {
        if (held.size() == 50) {
          int gone = held.keySet().stream().skip(random.nextInt(50)).findFirst().orElseThrow();
          slots.giveBack(held.remove(gone));
          expected.remove(gone);
        }
        float[] weights = weights(random, 1000);
        expected.put(policy, weights);
        held.put(policy, slots.store(weights.clone()));
      }
      held.forEach((policy, slot) -> assertThat(read(slot)).isEqualTo(expected.get(policy)));
      assertThat(slots.slots()).isEqualTo((64 << 20) / 4000);
    }
  }

  @Test
  void memoryGrowsByChunksToTheMostThatWasHeldAtOnce() {
    try (PolicySlots slots = new PolicySlots(PARAMETERS)) {
      assertThat(slots.allocatedBytes()).isZero();
      float[] weights = new float[PARAMETERS];
      FloatBuffer first = slots.store(weights);
      assertThat(slots.slots()).isEqualTo(3);
      assertThat(slots.allocatedBytes()).isEqualTo(3L * PARAMETERS * Float.BYTES);
      for (int i = 0; i < 10; i++) {
        slots.giveBack(first);
        first = slots.store(weights);
      }
      assertThat(slots.slots()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        weights[PARAMETERS - 1] = i + 1;
        assertThat(slots.store(weights).get(PARAMETERS - 1)).isEqualTo(i + 1);
      }
      assertThat(slots.slots()).isEqualTo(6);
      assertThat(first.get(PARAMETERS - 1)).isZero();
    }
  }

  @Test
  void aPolicyLargerThanAChunkHasOneOfItsOwn() {
    int parameters = 17 << 20;
    try (PolicySlots slots = new PolicySlots(parameters)) {
      slots.store(new float[parameters]);

      assertThat(slots.slots()).isEqualTo(1);
    }
  }

  @Test
  void releasesItsMemoryOnClose() {
    PolicySlots slots = new PolicySlots(4);
    slots.store(new float[4]);

    slots.close();
    slots.close();

    assertThat(slots.allocatedBytes()).isZero();
    assertThatThrownBy(() -> slots.store(new float[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("These slots are closed: their memory has been released");
  }

  @Test
  void refusesPoliciesOfAnotherSize() {
    try (PolicySlots slots = new PolicySlots(4)) {
      assertThatThrownBy(() -> slots.store(new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Policy parameter count mismatch: expected 4, found 3");
    }
  }

  private static float[] weights(Random random, int length) {
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      weights[i] = random.nextFloat();
    }
    return weights;
  }

  private static float[] read(FloatBuffer slot) {
    float[] weights = new float[slot.capacity()];
    slot.get(0, weights);
    return weights;
  }
}

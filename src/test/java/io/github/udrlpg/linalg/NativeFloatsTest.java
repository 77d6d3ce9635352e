package io.github.udrlpg.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class NativeFloatsTest {
  @Test
  void keepsEveryBitOfWhatIsWritten() {
    float[] values = {1f / 3, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN};
    try (NativeFloats memory = NativeFloats.allocate(values.length)) {
      FloatBuffer floats = memory.floats();
      floats.put(0, values);

      float[] read = new float[values.length];
      floats.get(0, read);
      assertThat(read).isEqualTo(values);
      assertThat(floats.capacity()).isEqualTo(values.length);
      assertThat(floats.isDirect()).isTrue();
      assertThat(floats.order()).isEqualTo(ByteOrder.nativeOrder());
    }
  }

  @Test
  void isNotBoundedByTheHeap() {
    // Untouched pages cost nothing: this tests the limits, not the machine.
    int length = Integer.MAX_VALUE / Float.BYTES;
    long most = Runtime.getRuntime().maxMemory() / ((long) length * Float.BYTES) + 1;
    NativeFloats[] memory = new NativeFloats[(int) Math.min(most, 8)];
    try {
      for (int i = 0; i < memory.length; i++) {
        memory[i] = NativeFloats.allocate(length);
        memory[i].floats().put(length - 1, i);
      }
      assertThat(memory[0].floats().get(length - 1)).isZero();
    } finally {
      for (NativeFloats part : memory) {
        if (part != null) {
          part.close();
        }
      }
    }
  }

  @Test
  void refusesSizesThatNoBufferSpans() {
    assertThatThrownBy(() -> NativeFloats.allocate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Native memory must have between 1 and 536870911 floats, found 0");
    assertThatThrownBy(() -> NativeFloats.allocate(Integer.MAX_VALUE))
        .hasMessageEndingWith("found 2147483647");
  }

  @Test
  void isGoneOnceItIsClosed() {
    NativeFloats memory = NativeFloats.allocate(3);
    memory.close();
    memory.close();

    assertThatThrownBy(memory::floats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This native memory has been released");
  }
}

package io.github.udrlpg.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.config.BufferSettings;
import io.github.udrlpg.config.ConfigLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriverMemoryTest {
  private static final int HOPPER = 69_635;

  @Test
  void warnsWhereAFullBufferExceedsTheMemory() {
    BufferSettings buffer = buffer("buffer.bucket-capacity=unlimited");

    assertThat(DriverMemory.warning(buffer, HOPPER, 10_000L * HOPPER * 4)).isEmpty();
    assertThat(DriverMemory.warning(buffer, HOPPER, 2L << 30))
        .contains(
            "The live buffer may come to hold 10000 policies of 69635 weights, 2.6 GiB outside the"
                + " Java heap, but the driver's machine or container has 2.0 GiB: lower"
                + " buffer.capacity, or run the driver where there is more memory");
  }

  @Test
  void countsNoMoreThanTheBucketsHold() {
    // 800 buckets of two policies.
    BufferSettings buffer = buffer("buffer.bucket-capacity=1");

    assertThat(DriverMemory.warning(buffer, HOPPER, 1600L * HOPPER * 4)).isEmpty();
    assertThat(DriverMemory.warning(buffer, HOPPER, 1600L * HOPPER * 4 - 1))
        .hasValueSatisfying(message -> assertThat(message).contains("hold 1600 policies"));
    assertThat(DriverMemory.warning(buffer("buffer.kind=uniform"), HOPPER, 1600L * HOPPER * 4))
        .hasValueSatisfying(message -> assertThat(message).contains("hold 10000 policies"));
  }

  @Test
  void knowsTheMemoryOfThisMachine() {
    assertThat(DriverMemory.bytes()).isGreaterThan(Runtime.getRuntime().totalMemory());
  }

  private static BufferSettings buffer(String override) {
    return ConfigLoader.load("", "empty", List.of(override)).settings().buffer();
  }
}

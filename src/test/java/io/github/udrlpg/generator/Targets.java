package io.github.udrlpg.generator;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Policies as a generator's update takes them. */
final class Targets {
  private Targets() {}

  /** Wraps policies, {@code [batch, parameters]}. */
  static FloatBuffer[] of(float[][] policies) {
    return Arrays.stream(policies).map(FloatBuffer::wrap).toArray(FloatBuffer[]::new);
  }
}

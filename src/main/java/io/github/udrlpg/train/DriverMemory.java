package io.github.udrlpg.train;

import com.sun.management.OperatingSystemMXBean;
import io.github.udrlpg.config.BufferSettings;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/** Tells before a run begins whether its live buffer can fit into the driver's machine. */
final class DriverMemory {
  private DriverMemory() {}

  /** Returns the memory of this container, or of the machine where there is none, in bytes. */
  static long bytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  /**
   * Returns a warning where a full live buffer is larger than the memory there is.
   *
   * @param parameters weights of a policy
   * @param memory the memory there is, in bytes
   */
  static Optional<String> warning(BufferSettings buffer, int parameters, long memory) {
    long policies = mostPolicies(buffer);
    long needed = PolicySlots.bytes(policies, parameters);
    return needed <= memory
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "The live buffer may come to hold %d policies of %d weights, %.1f GiB outside the"
                    + " Java heap, but the driver's machine or container has %.1f GiB: lower"
                    + " buffer.capacity, or run the driver where there is more memory",
                policies,
                parameters,
                gibibytes(needed),
                gibibytes(memory)));
  }

  /** Returns how many policies a buffer holds at the most, as long as no return exceeds 1. */
  private static long mostPolicies(BufferSettings buffer) {
    boolean bounded =
        buffer.kind() == BufferSettings.Kind.BUCKETS && buffer.bucketCapacity().isPresent();
    return bounded
        ? Math.min(buffer.capacity(), buffer.buckets() * (buffer.bucketCapacity().getAsInt() + 1L))
        : buffer.capacity();
  }

  private static double gibibytes(long bytes) {
    return (double) bytes / (1L << 30);
  }
}

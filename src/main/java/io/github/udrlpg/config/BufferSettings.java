package io.github.udrlpg.config;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Group {@code buffer}: what the generator is trained on.
 *
 * @param kind what the buffer draws by
 * @param buckets buckets of equal width over the scaled returns [0, 1]
 * @param bucketCapacity a bucket takes a new pair while it holds at most this many; empty for no
 *     limit
 * @param capacity pairs in the whole buffer
 * @param weighting how likely each non-empty bucket is drawn
 * @param weightingScale the s of {@code reciprocal} and {@code exp}
 */
public record BufferSettings(
    Kind kind,
    int buckets,
    OptionalInt bucketCapacity,
    int capacity,
    Weighting weighting,
    double weightingScale) {

  /** What a buffer draws by. */
  public enum Kind {
    /** Pairs are kept and drawn by bucket of their return. */
    BUCKETS,
    /** One plain buffer, drawn uniformly. */
    UNIFORM
  }

  /** How likely each non-empty bucket is drawn, k = 1 … K in order of return. */
  public enum Weighting {
    /** All alike. */
    UNIFORM,
    /** Proportional to {@code (1 / (K + 1 - k))^s}. */
    RECIPROCAL,
    /** Proportional to {@code e^(s k)}. */
    EXP,
    /** Only the bucket of the highest return. */
    MAX
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public BufferSettings {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(weighting, "weighting");
    Rules.of("buffer")
        .positive("buckets", buckets)
        .positive("capacity", capacity)
        .atLeast(0, "bucket-capacity", bucketCapacity.orElse(0))
        .that(
            bucketCapacity.orElse(0) <= capacity,
            "bucket-capacity",
            "must not exceed buffer.capacity = " + capacity,
            bucketCapacity.orElse(0),
            "capacity")
        .numberFromZero("weighting-scale", weightingScale)
        .check();
  }

  static BufferSettings read(GroupReader reader) {
    return new BufferSettings(
        reader.choice("kind", Kind.class),
        reader.integer("buckets"),
        reader.integerOr("unlimited", "bucket-capacity"),
        reader.integer("capacity"),
        reader.choice("weighting", Weighting.class),
        reader.number("weighting-scale"));
  }
}

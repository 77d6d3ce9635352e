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
 * @param fullBucket what becomes of a new pair whose bucket is full
 * @param capacity pairs in the whole buffer
 * @param weighting how likely each non-empty bucket is drawn
 * @param weightingScale the s of {@code reciprocal} and {@code exp}
 * @param evenShare the share of draws that is over all non-empty buckets alike
 */
public record BufferSettings(
    Kind kind,
    int buckets,
    OptionalInt bucketCapacity,
    FullBucket fullBucket,
    int capacity,
    Weighting weighting,
    double weightingScale,
    double evenShare) {

  /** What a buffer draws by. */
  public enum Kind {
    /** Pairs are kept and drawn by bucket of their return. */
    BUCKETS,
    /** One plain buffer, drawn uniformly. */
    UNIFORM
  }

  /** What becomes of a new pair whose bucket is full. */
  public enum FullBucket {
    /** It is dropped. */
    DROP_NEWEST,
    /** It is taken, and the oldest pair of the same bucket is dropped. */
    DROP_OLDEST
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
    Objects.requireNonNull(fullBucket, "fullBucket");
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
        .that(
            evenShare >= 0 && evenShare <= 1,
            "even-share",
            "must be a number from 0 to 1",
            evenShare)
        .check();
  }

  static BufferSettings read(GroupReader reader) {
    return new BufferSettings(
        reader.choice("kind", Kind.class),
        reader.integer("buckets"),
        reader.integerOr("unlimited", "bucket-capacity"),
        reader.choice("full-bucket", FullBucket.class),
        reader.integer("capacity"),
        reader.choice("weighting", Weighting.class),
        reader.number("weighting-scale"),
        reader.number("even-share"));
  }
}

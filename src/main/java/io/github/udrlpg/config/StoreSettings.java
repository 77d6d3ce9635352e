package io.github.udrlpg.config;

import java.util.Objects;

/**
 * Group {@code store}: the Parquet files of the policies.
 *
 * @param partitionBuckets return buckets that partition the files, of equal width over [0, 1]
 * @param compression the compression of the files
 */
public record StoreSettings(int partitionBuckets, Compression compression) {

  /** The compression of the Parquet files. */
  public enum Compression {
    /** Zstandard. */
    ZSTD,
    /** Snappy. */
    SNAPPY,
    /** None. */
    UNCOMPRESSED
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public StoreSettings {
    Objects.requireNonNull(compression, "compression");
    Rules.of("store").positive("partition-buckets", partitionBuckets).check();
  }

  static StoreSettings read(GroupReader reader) {
    return new StoreSettings(
        reader.integer("partition-buckets"), reader.choice("compression", Compression.class));
  }
}

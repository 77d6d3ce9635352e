package io.github.udrlpg.buffer;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Buckets of equal width over scaled returns: bucket k covers (k/n, (k+1)/n], bucket 0 includes 0,
 * and returns above 1 continue in further buckets of the same width.
 *
 * @param count n, the number of buckets over [0, 1]
 */
public record ReturnBuckets(int count) implements Serializable {

  /**
   * @throws IllegalArgumentException if {@code count} is not positive
   */
  public ReturnBuckets {
    if (count < 1) {
      throw new IllegalArgumentException("The number of buckets must be positive, found " + count);
    }
  }

  /**
   * Returns the bucket of a scaled return.
   *
   * @throws IllegalArgumentException if the return is negative or not a number: a cast would drop
   *     such a return into bucket 0 without a word
   */
  public int indexOf(double scaledReturn) {
    if (!(scaledReturn >= 0)) {
      throw new IllegalArgumentException(
          "A scaled return must be at least 0 to have a bucket, found " + scaledReturn);
    }
    return Math.max(0, (int) Math.ceil(scaledReturn * count) - 1);
  }

  /** Returns how many of some scaled returns lie in each bucket; empty buckets are left out. */
  public SortedMap<Integer, Long> histogram(DoubleStream scaledReturns) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    scaledReturns.forEach(scaled -> counts.merge(indexOf(scaled), 1L, Long::sum));
    return counts;
  }
}

package io.github.udrlpg.buffer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;

/**
 * The performance-based buffer of arXiv 2501.16288: entries stand in buckets of their return, a
 * full bucket turns new entries down or lets its own oldest go, and a batch draws buckets by a
 * {@link Weighting}, then uniformly inside the bucket. So what is trained on does not depend on how
 * often each return was achieved.
 */
public final class BucketBuffer implements ReplayBuffer {
  /** The bucket capacity that never turns an entry down. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** What becomes of a new entry whose bucket is full. */
  public enum FullBucket {
    /** It is turned down, as the authors' program does. */
    DROP_NEWEST,
    /** It is taken, and the oldest entry of the same bucket goes: every bucket stays recent. */
    DROP_OLDEST
  }

  private final ReturnBuckets buckets;
  private final int bucketCapacity;
  private final FullBucket fullBucket;
  private final int capacity;
  private final Weighting weighting;
  private final Set<BufferEntry> oldestFirst = new LinkedHashSet<>();
  private final TreeMap<Integer, List<BufferEntry>> nonEmpty = new TreeMap<>();
  private double[] probabilities;
  private List<List<BufferEntry>> ranked;
  private SharedStateDiscreteSampler ranks;

  /**
   * Creates an empty buffer.
   *
   * @param buckets the buckets over [0, 1]
   * @param bucketCapacity a bucket takes a new entry while it holds at most this many, so it may
   *     hold one more (as the authors' program does); {@link #UNLIMITED} for no bound
   * @param fullBucket what becomes of an entry that a bucket does not take
   * @param capacity the most entries in all; beyond it the oldest goes
   * @param weighting how often each non-empty bucket is drawn from
   */
  public BucketBuffer(
      ReturnBuckets buckets,
      int bucketCapacity,
      FullBucket fullBucket,
      int capacity,
      Weighting weighting) {
    if (bucketCapacity < 0) {
      throw new IllegalArgumentException(
          "bucketCapacity must not be negative, found " + bucketCapacity);
    }
    this.buckets = buckets;
    this.bucketCapacity = bucketCapacity;
    this.fullBucket = fullBucket;
    this.capacity = UniformBuffer.requirePositive(capacity);
    this.weighting = weighting;
  }

  @Override
  public Outcome offer(BufferEntry entry) {
    int index = buckets.indexOf(entry.scaledReturn());
    List<BufferEntry> bucket = nonEmpty.get(index);
    boolean full = bucket != null && bucket.size() > bucketCapacity;
    if (full && fullBucket == FullBucket.DROP_NEWEST) {
      return Outcome.TURNED_DOWN;
    }
    Outcome outcome = Outcome.TAKEN;
    if (full) {
      outcome = Outcome.takenFor(remove(bucket.get(0)));
    } else if (oldestFirst.size() >= capacity) {
      outcome = Outcome.takenFor(remove(oldestFirst.iterator().next()));
    }
    nonEmpty.computeIfAbsent(index, unused -> new ArrayList<>()).add(entry);
    oldestFirst.add(entry);
    ranked = null;
    return outcome;
  }

  /** Removes an entry that is the oldest of its bucket, as the oldest of all is too. */
  private BufferEntry remove(BufferEntry oldest) {
    oldestFirst.remove(oldest);
    int index = buckets.indexOf(oldest.scaledReturn());
    List<BufferEntry> bucket = nonEmpty.get(index);
    bucket.remove(0);
    if (bucket.isEmpty()) {
      nonEmpty.remove(index);
    }
    return oldest;
  }

  @Override
  public List<BufferEntry> sample(int size, UniformRandomProvider random) {
    UniformBuffer.requireEntries(size());
    rank();
    ranks =
        ranks == null
            ? GuideTableDiscreteSampler.of(random, probabilities)
            : ranks.withUniformRandomProvider(random);
    List<BufferEntry> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      List<BufferEntry> bucket = ranked.get(ranks.sample());
      batch.add(bucket.get(random.nextInt(bucket.size())));
    }
    return batch;
  }

  private void rank() {
    if (ranked == null) {
      ranked = List.copyOf(nonEmpty.values());
      probabilities =
          weighting.probabilities(nonEmpty.keySet().stream().mapToInt(Integer::intValue).toArray());
      ranks = null;
    }
  }

  /** Returns the probability of each non-empty bucket, in ascending order of return. */
  double[] probabilities() {
    rank();
    return probabilities.clone();
  }

  /** Returns the indices of the non-empty buckets, ascending. */
  List<Integer> nonEmptyBuckets() {
    return List.copyOf(nonEmpty.keySet());
  }

  /** Returns what bucket {@code index} holds, oldest first. */
  List<BufferEntry> bucket(int index) {
    return List.copyOf(nonEmpty.getOrDefault(index, List.of()));
  }

  @Override
  public List<BufferEntry> entries() {
    return List.copyOf(oldestFirst);
  }

  @Override
  public int size() {
    return oldestFirst.size();
  }
}

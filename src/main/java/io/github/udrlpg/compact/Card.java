package io.github.udrlpg.compact;

import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.store.DataFile;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there is to say of a compacted dataset.
 *
 * @param created when it was made
 * @param versions of the software that made it, by name
 * @param partitionBuckets return buckets over scaled returns from 0 to 1
 * @param compression of the files
 * @param runs its runs, by identifier
 * @param files its files, by bucket and part
 */
public record Card(
    Instant created,
    Map<String, String> versions,
    int partitionBuckets,
    Compression compression,
    List<RunCard> runs,
    List<DataFile> files) {

  /** Puts runs and files in order. */
  public Card {
    versions = Map.copyOf(versions);
    runs = runs.stream().sorted(Comparator.comparing(RunCard::id)).toList();
    files = List.copyOf(files);
  }

  /** Returns the number of policies. */
  public long policies() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** Returns the number of runs. */
  public int runCount() {
    return runs.size();
  }

  /** Returns the bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /** What a return bucket holds. */
  record Bucket(int bucket, long policies, int files, long bytes) {
    private Bucket plus(Bucket other) {
      return new Bucket(
          bucket, policies + other.policies, files + other.files, bytes + other.bytes);
    }
  }

  List<Bucket> buckets() {
    TreeMap<Integer, Bucket> buckets = new TreeMap<>();
    for (DataFile file : files) {
      int bucket = file.returnBucket();
      buckets.merge(bucket, new Bucket(bucket, file.rows(), 1, file.bytes()), Bucket::plus);
    }
    return List.copyOf(buckets.values());
  }
}

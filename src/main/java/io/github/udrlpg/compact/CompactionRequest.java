package io.github.udrlpg.compact;

import io.github.udrlpg.config.StoreSettings.Compression;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a user asks for.
 *
 * @param runs directories of runs or of groups of runs, or the directory of one sweep
 * @param out directory of the dataset to make
 * @param fileMebibytes what a file should about measure at most
 * @param partitionBuckets return buckets to partition by; empty for those of the runs
 * @param compression compression of the files
 */
public record CompactionRequest(
    List<String> runs,
    String out,
    int fileMebibytes,
    OptionalInt partitionBuckets,
    Compression compression) {

  /** Copies the list. */
  public CompactionRequest {
    runs = List.copyOf(runs);
  }
}

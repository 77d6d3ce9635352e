package io.github.udrlpg.compact;

import io.github.udrlpg.store.DataFile;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What came of a {@link PlannedFile}.
 *
 * @param index its place in the plan
 * @param files the file, where the task wrote it; none if no policy fell into its bucket, or if
 *     there are problems
 * @param runs what it holds of each run, by identifier
 * @param keys which policies it holds
 * @param problems what is wrong with the inputs, one message each
 */
public record CompactedFile(
    int index,
    List<DataFile> files,
    Map<String, RunCounts> runs,
    List<IterationKeys> keys,
    List<String> problems)
    implements Serializable {

  /** Copies lists and map. */
  public CompactedFile {
    files = List.copyOf(files);
    runs = Map.copyOf(runs);
    keys = List.copyOf(keys);
    problems = List.copyOf(problems);
  }
}

package io.github.udrlpg.compact;

import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.CommitEntry;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A run as its log stood at one moment; it may go on meanwhile.
 *
 * @param directory the run's directory
 * @param run what it says of itself
 * @param commits its log, by iteration
 * @param finished whether it had come to its end
 * @param trial the trial of the sweep that was given; {@link #NO_TRIAL} for none
 */
public record InputRun(
    Path directory, RunDirectory run, List<CommitEntry> commits, boolean finished, int trial) {
  /** Stands for a run that belongs to no sweep. */
  public static final int NO_TRIAL = -1;

  /** Copies the list. */
  public InputRun {
    commits = List.copyOf(commits);
  }

  String id() {
    return run.run();
  }

  int partitionBuckets() {
    return run.configuration().settings().store().partitionBuckets();
  }

  /** Returns the last part of the directory, with the trial's where there is one. */
  public String name() {
    return trial == NO_TRIAL
        ? directory.getName()
        : directory.getParent().getName() + "/" + directory.getName();
  }

  long rows() {
    return commits.stream().mapToLong(CommitEntry::rows).sum();
  }
}

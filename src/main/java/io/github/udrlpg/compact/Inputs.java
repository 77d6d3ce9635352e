package io.github.udrlpg.compact;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.sweep.SweepDirectory;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens the runs that a user named and gathers what is wrong with them. */
public final class Inputs {
  private final Configuration hadoop;
  private final List<String> problems;
  private final Consumer<String> warnings;
  private final List<InputRun> runs = new ArrayList<>();
  private boolean isSweep;

  private Inputs(Configuration hadoop, List<String> problems, Consumer<String> warnings) {
    this.hadoop = hadoop;
    this.problems = problems;
    this.warnings = warnings;
  }

  /**
   * Opens runs, groups of runs, and one sweep: all the trials of it.
   *
   * @param problems receives what must be corrected
   * @param warnings receives what is left out
   */
  public static List<InputRun> open(
      Configuration hadoop, List<Path> given, List<String> problems, Consumer<String> warnings)
      throws IOException {
    Inputs inputs = new Inputs(hadoop, problems, warnings);
    List<Path> directories = inputs.trialsOf(given);
    for (Path directory : inputs.once(inputs.membersOf(directories))) {
      inputs.open(directory);
    }
    inputs.requireDifferentRuns();
    return inputs.runs;
  }

  /** Trials of two sweeps have the same numbers, and other runs have none. */
  private List<Path> trialsOf(List<Path> given) throws IOException {
    for (Path directory : given) {
      if (SweepDirectory.holdsSweep(hadoop, directory)) {
        if (given.size() > 1) {
          problems.add(
              Text.format(
                  "%s is a sweep, whose dataset is partitioned by trial: compact it alone",
                  directory));
        }
        isSweep = true;
        return begun(SweepDirectory.trials(hadoop, directory));
      }
    }
    return given;
  }

  private List<Path> begun(List<Path> trials) throws IOException {
    List<Path> begun = new ArrayList<>();
    for (Path trial : trials) {
      if (RunGroup.holdsGroup(hadoop, trial)) {
        begun.add(trial);
      }
    }
    return begun;
  }

  private List<Path> membersOf(List<Path> given) throws IOException {
    List<Path> members = new ArrayList<>();
    for (Path directory : given) {
      if (!RunGroup.holdsGroup(hadoop, directory)) {
        members.add(directory);
        continue;
      }
      try {
        for (Path run : RunGroup.runs(hadoop, directory)) {
          if (RunDirectory.holdsRun(hadoop, run)) {
            members.add(run);
          } else {
            warnings.accept(Text.format("%s has not begun and is left out", run));
          }
        }
      } catch (InvalidInputException e) {
        problems.add(e.getMessage());
      }
    }
    return members;
  }

  private Set<Path> once(List<Path> members) {
    Set<Path> different = new LinkedHashSet<>();
    for (Path directory : members) {
      if (!different.add(directory)) {
        problems.add(Text.format("%s is given twice: name it once", directory));
      }
    }
    return different;
  }

  private void open(Path directory) throws IOException {
    try {
      RunDirectory run = RunDirectory.open(hadoop, directory);
      boolean finished = run.summary().isPresent();
      List<CommitEntry> commits =
          PolicyDataset.commits(hadoop, run.path("policies"), run.identity());
      if (isSweep && rows(commits) == 0) {
        warnings.accept(Text.format("%s has no policy and is left out", directory));
        return;
      }
      requirePolicies(directory, commits);
      runs.add(new InputRun(directory, run, commits, finished, trial(directory)));
    } catch (InvalidInputException e) {
      problems.add(e.getMessage());
    }
  }

  private int trial(Path run) {
    return isSweep ? SweepDirectory.trial(run.getParent()) : InputRun.NO_TRIAL;
  }

  private static void requirePolicies(Path directory, List<CommitEntry> commits) {
    if (rows(commits) == 0) {
      throw new InvalidInputException(
          Text.format(
              "%s has no committed policy yet: wait for its first iteration, or leave it out",
              directory));
    }
  }

  private static long rows(List<CommitEntry> commits) {
    return commits.stream().mapToLong(CommitEntry::rows).sum();
  }

  private void requireDifferentRuns() {
    Map<String, InputRun> known = new HashMap<>();
    for (InputRun run : List.copyOf(runs)) {
      InputRun other = known.putIfAbsent(run.id(), run);
      if (other != null && isSweep) {
        if (run.run().isSameRun(other.run())) {
          known.put(run.id(), keepLonger(other, run));
        }
      } else if (other != null) {
        problems.add(
            Text.format(
                    "%s and %s hold the same run, %s: each of its policies would be there twice."
                        + " Name one",
                    other.directory(), run.directory(), run.id())
                + " of them");
      }
    }
  }

  /** Trials that differ in nothing but their length begin alike: the longer one has it all. */
  private InputRun keepLonger(InputRun earlier, InputRun later) {
    InputRun longer = later.rows() > earlier.rows() ? later : earlier;
    InputRun shorter = longer.equals(later) ? earlier : later;
    runs.remove(shorter);
    warnings.accept(
        Text.format(
            "%s is the same run as %s and no longer, and is left out",
            shorter.directory(), longer.directory()));
    return longer;
  }

  /**
   * Adds a problem for each two runs of a sweep whose settings differ and whose identifiers, of 32
   * bits of a hash, are the same by chance: rows of one dataset could not be told apart.
   */
  static void requireDifferentIdentifiers(List<InputRun> runs, List<String> problems) {
    Map<String, InputRun> known = new HashMap<>();
    for (InputRun run : runs) {
      InputRun other = known.putIfAbsent(run.id(), run);
      if (other != null && run.trial() != InputRun.NO_TRIAL) {
        problems.add(
            Text.format(
                    "%s and %s have the identifier %s both, and different settings: compact the"
                        + " trials one",
                    other.directory(), run.directory(), run.id())
                + " by one");
      }
    }
  }

  /**
   * Returns the number of return buckets that all runs have.
   *
   * @throws InvalidInputException if they differ
   */
  static int partitionBuckets(List<InputRun> runs) {
    TreeMap<Integer, List<InputRun>> byBuckets =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    InputRun::partitionBuckets, TreeMap::new, Collectors.toList()));
    if (byBuckets.size() > 1) {
      throw new InvalidInputException(
          Text.format(
              "The runs differ in store.partition-buckets: %s. Choose a number with"
                  + " --partition-buckets",
              byBuckets.entrySet().stream()
                  .map(
                      entry ->
                          Text.format(
                              "%d in %s", entry.getKey(), entry.getValue().get(0).directory()))
                  .collect(Collectors.joining(", "))));
    }
    return byBuckets.firstKey();
  }
}

package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Finds directories in which an earlier version let two runs be mixed: one began there while
 * another was about to, and went on from its checkpoint. Their commits do not say whose they are,
 * but their rows do.
 */
final class MixedRuns {
  private final PolicyReader reader;
  private final Path root;
  private final RunIdentity identity;

  MixedRuns(Configuration hadoop, Path root, RunIdentity identity) {
    this.reader = new PolicyReader(hadoop);
    this.root = root;
    this.identity = identity;
  }

  /**
   * Makes sure that the first and the last of a run's commits are its own.
   *
   * @param commits by iteration
   * @throws InvalidInputException if one is not, saying which iterations are whose
   */
  void requireNone(List<CommitEntry> commits) throws IOException {
    if (identity.run().isEmpty() || commits.isEmpty()) {
      return;
    }
    if (!isOwn(commits.get(0)) || !isOwn(commits.get(commits.size() - 1))) {
      throw mixed(commits);
    }
  }

  /** A file that cannot be read says nothing of whose it is: whoever needs it says so. */
  private boolean isOwn(CommitEntry commit) throws IOException {
    try {
      return run(commit).equals(identity.run());
    } catch (InvalidInputException e) {
      return true;
    }
  }

  /** Returns the run of a commit: as it says, or as its first row does. */
  private String run(CommitEntry commit) throws IOException {
    if (!commit.run().isEmpty()) {
      return commit.run();
    }
    if (commit.files().isEmpty()) {
      return identity.run();
    }
    DataFile file = commit.files().get(0);
    List<PolicyRow> rows = reader.readRows(new Path(root, file.path()), file);
    return rows.isEmpty() ? identity.run() : rows.get(0).run();
  }

  private InvalidInputException mixed(List<CommitEntry> commits) throws IOException {
    List<String> stretches = new ArrayList<>();
    String whose = run(commits.get(0));
    String other = whose;
    int from = commits.get(0).iteration();
    int to = from;
    for (CommitEntry commit : commits) {
      String run = run(commit);
      if (!run.equals(whose)) {
        stretches.add(stretch(from, to, whose));
        whose = run;
        from = commit.iteration();
      }
      to = commit.iteration();
      other = run.equals(identity.run()) ? other : run;
    }
    stretches.add(stretch(from, to, whose));
    return new InvalidInputException(
        Text.format(
                "%s holds policies of more than this run or of another one: %s, and by run.json"
                    + " this is run",
                root, String.join(", ", stretches))
            + Text.format(
                " %s. Two starts at once have mixed runs here, as earlier versions let them, and"
                    + " what",
                identity.run())
            + " was trained after that is of neither. Nothing was changed. Every policy is intact"
            + Text.format(
                " and can be read by the column run; to have %s or %s whole, train it anew in a",
                other, identity.run())
            + " directory of its own, which gives its policies row for row: see"
            + " docs/reliability.md");
  }

  private static String stretch(int from, int to, String run) {
    return from == to
        ? Text.format("iteration %s is of run %s", from, run)
        : Text.format("iterations %s to %s are of run %s", from, to, run);
  }
}

package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Files of a dataset that no commit names although their iteration is committed. */
final class Leftovers {
  private final FileSystem fileSystem;
  private final Path root;
  private final CommitLog log;
  private final Consumer<String> warning;
  private int foreign;
  private Path firstForeign;

  /**
   * Prepares to remove.
   *
   * @param warning told once of files that are not ours
   */
  Leftovers(Configuration hadoop, Path dataset, CommitLog log, Consumer<String> warning)
      throws IOException {
    this.fileSystem = dataset.getFileSystem(hadoop);
    // A path that was made of a URI may end in a slash, which is not how listings spell it.
    this.root = UserPath.written(fileSystem.makeQualified(dataset).toString());
    this.log = log;
    this.warning = warning;
  }

  /** Deletes those of all iterations and returns their number. */
  int remove() throws IOException {
    return removeBelow(root);
  }

  /** Deletes those of one iteration and returns their number. */
  int remove(int iteration) throws IOException {
    return removeBelow(directory(iteration));
  }

  /** Files of an iteration come together, and only those are held in memory. */
  private int removeBelow(Path directory) throws IOException {
    // Before anything goes: of two entries of one iteration it is unknown which one counts.
    log.inOtherDigits();
    int deleted = 0;
    List<Path> files = new ArrayList<>();
    OptionalInt listed = OptionalInt.empty();
    try {
      RemoteIterator<? extends FileStatus> listing = DeepListing.of(fileSystem, directory);
      while (listing.hasNext()) {
        Path file = listing.next().getPath();
        OptionalInt iteration = iteration(file);
        if (!iteration.equals(listed)) {
          deleted += removeUncommitted(listed, files);
          files.clear();
          listed = iteration;
        }
        files.add(file);
      }
    } catch (FileNotFoundException e) {
      // Nothing was written yet.
    }
    deleted += removeUncommitted(listed, files);
    if (foreign > 0) {
      warning.accept(
          Text.format(
              "%d file(s) in %s are named by no commit and do not bear the names that a run gives"
                  + " its own, such as %s: they stay, and are never read",
              foreign, root, firstForeign));
    }
    return deleted;
  }

  /** Returns the iteration that a file belongs to, if it is one of an iteration. */
  private OptionalInt iteration(Path file) {
    Path directory = file.getParent();
    while (!directory.equals(root) && !directory.getParent().equals(root)) {
      directory = directory.getParent();
    }
    return DataPath.ITERATION.parse(directory.getName());
  }

  private int removeUncommitted(OptionalInt iteration, List<Path> files) throws IOException {
    if (iteration.isEmpty()) {
      return 0;
    }
    Optional<CommitEntry> commit = log.find(iteration.getAsInt());
    if (commit.isEmpty()) {
      return 0;
    }
    Set<Path> committed = new HashSet<>();
    for (DataFile file : commit.get().files()) {
      committed.add(new Path(root, file.path()));
    }
    int deleted = 0;
    for (Path file : files) {
      if (committed.contains(file)) {
        continue;
      }
      if (!DataPath.isOurs(below(file))) {
        firstForeign = foreign == 0 ? file : firstForeign;
        foreign++;
      } else {
        fileSystem.delete(file, false);
        deleted++;
      }
    }
    if (deleted > 0) {
      removeEmpty(directory(iteration.getAsInt()));
    }
    return deleted;
  }

  private String below(Path file) {
    return root.toUri().relativize(file.toUri()).getPath();
  }

  private void removeEmpty(Path directory) throws IOException {
    try {
      for (FileStatus child : fileSystem.listStatus(directory)) {
        if (child.isDirectory()) {
          removeEmpty(child.getPath());
        }
      }
      if (fileSystem.listStatus(directory).length == 0) {
        fileSystem.delete(directory, false);
      }
    } catch (FileNotFoundException e) {
      // On an object store a directory is gone with its last file.
    }
  }

  private Path directory(int iteration) {
    return new Path(root, DataPath.ITERATION.of(iteration));
  }
}

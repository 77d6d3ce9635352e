package io.github.udrlpg.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Files of a dataset that no commit names although their iteration is committed. */
final class Leftovers {
  /** What the name of an iteration's directory begins with. */
  static final String ITERATION = "iteration=";

  private final FileSystem fileSystem;
  private final Path root;
  private final CommitLog log;

  Leftovers(Configuration hadoop, Path dataset, CommitLog log) throws IOException {
    this.fileSystem = dataset.getFileSystem(hadoop);
    // A path that was made of a URI may end in a slash, which is not how listings spell it.
    this.root = new Path(fileSystem.makeQualified(dataset).toString());
    this.log = log;
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
    return deleted + removeUncommitted(listed, files);
  }

  /** Returns the iteration that a file belongs to, if it is one of an iteration. */
  private OptionalInt iteration(Path file) {
    Path directory = file.getParent();
    while (!directory.equals(root) && !directory.getParent().equals(root)) {
      directory = directory.getParent();
    }
    String name = directory.getName();
    return name.startsWith(ITERATION)
        ? OptionalInt.of(Integer.parseInt(name.substring(ITERATION.length())))
        : OptionalInt.empty();
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
      if (!committed.contains(file)) {
        fileSystem.delete(file, false);
        deleted++;
      }
    }
    if (deleted > 0) {
      removeEmpty(directory(iteration.getAsInt()));
    }
    return deleted;
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
    return new Path(root, ITERATION + iteration);
  }
}

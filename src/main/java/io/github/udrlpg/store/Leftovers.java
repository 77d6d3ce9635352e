package io.github.udrlpg.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
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
    int deleted = 0;
    for (Map.Entry<Integer, List<Path>> files : dataFiles(root).entrySet()) {
      deleted += removeUncommitted(files.getKey(), files.getValue());
    }
    return deleted;
  }

  /** Deletes those of one iteration and returns their number. */
  int remove(int iteration) throws IOException {
    List<Path> files = dataFiles(directory(iteration)).get(iteration);
    return files == null ? 0 : removeUncommitted(iteration, files);
  }

  /**
   * Returns the files of each iteration, committed or not. One deep listing asks an object store
   * once for a thousand files, where a walk would ask for every directory.
   */
  private Map<Integer, List<Path>> dataFiles(Path below) throws IOException {
    Map<Integer, List<Path>> files = new TreeMap<>();
    try {
      RemoteIterator<LocatedFileStatus> listing = fileSystem.listFiles(below, true);
      while (listing.hasNext()) {
        Path file = listing.next().getPath();
        Path directory = file.getParent();
        while (!directory.equals(root) && !directory.getParent().equals(root)) {
          directory = directory.getParent();
        }
        String name = directory.getName();
        if (name.startsWith(ITERATION)) {
          int iteration = Integer.parseInt(name.substring(ITERATION.length()));
          files.computeIfAbsent(iteration, key -> new ArrayList<>()).add(file);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing was written yet.
    }
    return files;
  }

  private int removeUncommitted(int iteration, List<Path> files) throws IOException {
    Optional<CommitEntry> commit = log.find(iteration);
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
      removeEmpty(directory(iteration));
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

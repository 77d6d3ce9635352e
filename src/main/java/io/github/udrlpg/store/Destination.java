package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/** Where a user wants something written: looked at before any work is done for it. */
public final class Destination {
  private Destination() {}

  /**
   * Makes sure that a file can be written by this name.
   *
   * @throws InvalidInputException if it is a directory, or below a file
   */
  public static void requireFile(Configuration hadoop, Path file) throws IOException {
    if (isDirectory(hadoop, file)) {
      throw new InvalidInputException(
          Text.format(
              "Cannot write the file %s: it is a directory. Name a file, for example %s",
              file, new Path(file, file.getName())));
    }
    requireDirectories(hadoop, file, file.getParent());
  }

  /**
   * Makes sure that a directory can stand by this name.
   *
   * @throws InvalidInputException if it is a file, or below a file
   */
  public static void requireDirectory(Configuration hadoop, Path directory) throws IOException {
    requireDirectories(hadoop, directory, directory);
  }

  private static void requireDirectories(Configuration hadoop, Path wanted, Path lowest)
      throws IOException {
    FileSystem fileSystem = AtomicFiles.fileSystem(hadoop, wanted);
    for (Path path = lowest; path != null; path = path.getParent()) {
      try {
        if (!fileSystem.getFileStatus(path).isDirectory()) {
          throw new InvalidInputException(
              path.equals(wanted)
                  ? Text.format("%s is a file: name a directory", wanted)
                  : Text.format("Cannot write to %s: %s is a file, not a directory", wanted, path));
        }
        return;
      } catch (FileNotFoundException | ParentNotDirectoryException e) {
        // What is to be made lies below one that is there.
      }
    }
  }

  private static boolean isDirectory(Configuration hadoop, Path path) throws IOException {
    try {
      FileStatus status = AtomicFiles.fileSystem(hadoop, path).getFileStatus(path);
      return status.isDirectory();
    } catch (FileNotFoundException | ParentNotDirectoryException e) {
      return false;
    }
  }
}

package io.github.udrlpg.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.Path;

/**
 * A local file system of somebody's own that gives names in its own way, where Hadoop's file
 * systems know nothing of what only one can get.
 */
public interface DiskNaming {
  /**
   * Gives a file a second name, if nothing has that name yet.
   *
   * @throws java.nio.file.FileAlreadyExistsException if something has it
   * @throws IOException if there are no hard links, or the file system refuses this one
   */
  void link(Path existing, Path link) throws IOException;

  /**
   * Renames a directory, if nothing has that name but an empty directory.
   *
   * @throws IOException if something has it, or the file system refuses
   */
  default void renameDirectory(Path from, Path to) throws IOException {
    Files.move(
        java.nio.file.Path.of(from.toUri().getPath()),
        java.nio.file.Path.of(to.toUri().getPath()),
        StandardCopyOption.ATOMIC_MOVE);
  }
}

package io.github.udrlpg.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** Whole files through Hadoop's file systems: a reader sees the old content or the new one. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /**
   * Writes a file, replacing one of the same name at once.
   *
   * @throws IOException if the file system refuses; the old content stands then
   */
  public static void replace(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fileSystem = file.getFileSystem(hadoop);
    Path temporary = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    write(fileSystem, temporary, content);
    FileContext.getFileContext(file.toUri(), hadoop).rename(temporary, file, Rename.OVERWRITE);
  }

  /**
   * Reads a file.
   *
   * @throws FileNotFoundException if there is none
   * @throws IOException if the file system refuses
   */
  public static byte[] read(Configuration hadoop, Path file) throws IOException {
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return in.readAllBytes();
    }
  }

  /** Writes a new file; it is complete once this returns. */
  static void write(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    try (FSDataOutputStream out = fileSystem.create(file, false)) {
      out.write(content);
      out.hsync();
    }
  }
}

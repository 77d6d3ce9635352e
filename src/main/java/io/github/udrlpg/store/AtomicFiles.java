package io.github.udrlpg.store;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Whole files through Hadoop's file systems: a reader sees all of a content or nothing of it.
 *
 * <p>Local disks go their own way, because Hadoop's would start a process for each new file, each
 * new directory and each rename that must not overwrite, and keeps checksums in second files that a
 * crash can leave behind the content.
 */
public final class AtomicFiles {
  private static final int BUFFER_BYTES = 64 << 10;

  private AtomicFiles() {}

  /**
   * Writes a file, replacing one of the same name at once.
   *
   * @throws IOException if the file system refuses; the old content stands then
   */
  public static void replace(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, file);
    Path temporary = writeTemporary(fileSystem, file, content);
    if (fileSystem instanceof RawLocalFileSystem) {
      if (!fileSystem.rename(temporary, file)) {
        throw new IOException("Cannot rename %s to %s".formatted(temporary, file));
      }
    } else {
      FileContext.getFileContext(file.toUri(), hadoop).rename(temporary, file, Rename.OVERWRITE);
    }
  }

  /**
   * Writes a file that must not be there yet. Of several writers exactly one succeeds.
   *
   * @throws FileAlreadyExistsException if it is there; it stays as it is
   * @throws IOException if the file system refuses
   */
  static void createNew(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, file);
    Path temporary = writeTemporary(fileSystem, file, content);
    try {
      if (fileSystem instanceof RawLocalFileSystem local) {
        Files.createLink(local.pathToFile(file).toPath(), local.pathToFile(temporary).toPath());
        fileSystem.delete(temporary, false);
      } else {
        FileContext.getFileContext(file.toUri(), hadoop).rename(temporary, file, Rename.NONE);
      }
    } catch (java.nio.file.FileAlreadyExistsException | FileAlreadyExistsException e) {
      fileSystem.delete(temporary, false);
      throw (FileAlreadyExistsException)
          new FileAlreadyExistsException(file + " already exists").initCause(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws FileNotFoundException if there is none
   * @throws IOException if the file system refuses
   */
  public static byte[] read(Configuration hadoop, Path file) throws IOException {
    try (InputStream in = fileSystem(hadoop, file).open(file)) {
      return in.readAllBytes();
    }
  }

  /**
   * Removes the unfinished files that writers which died left in a directory. Nobody else may be
   * writing to it.
   *
   * @throws IOException if the file system refuses
   */
  public static void removeTemporary(Configuration hadoop, Path directory) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, directory);
    if (fileSystem.exists(directory)) {
      for (FileStatus status : fileSystem.listStatus(directory)) {
        if (status.getPath().getName().startsWith(".")) {
          fileSystem.delete(status.getPath(), false);
        }
      }
    }
  }

  private static Path writeTemporary(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    Path temporary = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
    if (isPlainDisk(fileSystem)) {
      try (FileChannel channel = openNew(fileSystem, temporary)) {
        for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
          channel.write(left);
        }
        channel.force(true);
      }
    } else {
      try (FSDataOutputStream out = fileSystem.create(temporary, false)) {
        out.write(content);
        out.hsync();
      }
    }
    return temporary;
  }

  /**
   * Opens a file that must not be there yet for writing, small pieces and large ones. Unlike the
   * other files of this class it can be seen while it is written; like them it is on the disk, not
   * only in memory, once it is closed.
   *
   * @throws IOException if the file system refuses, for one because the file is there
   */
  static OutputStream create(Configuration hadoop, Path file) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, file);
    if (isPlainDisk(fileSystem)) {
      FileChannel channel = openNew(fileSystem, file);
      return new ForcedStream(Channels.newOutputStream(channel), () -> channel.force(true));
    }
    FSDataOutputStream out = fileSystem.create(file, false);
    return new ForcedStream(out, out::hsync);
  }

  /** Forces what was written to the disk before it is closed. */
  private static final class ForcedStream extends BufferedOutputStream {
    private final Force force;
    private boolean closed;

    private interface Force {
      void run() throws IOException;
    }

    ForcedStream(OutputStream out, Force force) {
      super(out, BUFFER_BYTES);
      this.force = force;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        try {
          flush();
          force.run();
        } finally {
          super.close();
        }
      }
    }
  }

  /** Hadoop would start a process for each file and directory, to set what the umask sets. */
  private static FileChannel openNew(FileSystem fileSystem, Path file) throws IOException {
    java.nio.file.Path path = ((RawLocalFileSystem) fileSystem).pathToFile(file).toPath();
    Files.createDirectories(path.getParent());
    return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** A local file system of somebody's own is asked for every file, like any other. */
  private static boolean isPlainDisk(FileSystem fileSystem) {
    return fileSystem.getClass() == RawLocalFileSystem.class;
  }

  /** Returns the file system of a file: on local disks the one without checksum files. */
  public static FileSystem fileSystem(Configuration hadoop, Path file) throws IOException {
    FileSystem fileSystem = file.getFileSystem(hadoop);
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }
}

package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Whole files through Hadoop's file systems: a reader sees all of a content or nothing of it.
 *
 * <p>Local disks go their own way, because Hadoop's would start a process for each new file, each
 * new directory and each rename that must not overwrite, and keeps checksums in second files that a
 * crash can leave behind the content.
 */
public final class AtomicFiles {
  /** The names of unfinished files: hidden, and with an identifier at their end. */
  private static final Pattern TEMPORARY =
      Pattern.compile("\\.(.+)\\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private AtomicFiles() {}

  /**
   * Writes a file, replacing one of the same name at once.
   *
   * @throws IOException if the file system refuses; the old content stands then
   */
  public static void replace(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, file);
    if (ObjectStore.holds(fileSystem, file)) {
      ObjectStore.replace(fileSystem, file, content);
      return;
    }
    requireNoDirectory(fileSystem, file);
    Path temporary = writeTemporary(fileSystem, file, content);
    try {
      if (!(fileSystem instanceof RawLocalFileSystem)) {
        rename(fileSystem, hadoop, temporary, file, Rename.OVERWRITE);
      } else if (!fileSystem.rename(temporary, file)) {
        throw new IOException(Text.format("Cannot rename %s to %s", temporary, file));
      }
    } catch (IOException e) {
      discard(fileSystem, temporary, e);
      throw e;
    }
  }

  /** Hadoop's local disk would put the file into a directory of its name, and call that done. */
  private static void requireNoDirectory(FileSystem fileSystem, Path file) throws IOException {
    if (fileSystem instanceof RawLocalFileSystem local && local.pathToFile(file).isDirectory()) {
      throw new IOException(
          Text.format("Cannot write the file %s: a directory has its name", file));
    }
  }

  /** Leaves nothing of a file that could not be given its name. */
  private static void discard(FileSystem fileSystem, Path temporary, IOException failure) {
    try {
      fileSystem.delete(temporary, false);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Writes a file that must not be there yet. Of several writers exactly one succeeds, unless
   * {@link #weakness} says otherwise.
   *
   * <p>A file system may do what it reports as failed, and a client that asks it again is then
   * refused because of its own file: so what stands there decides, not what was reported.
   *
   * @param content which no other writer writes, for example because it holds a random identifier
   * @throws FileAlreadyExistsException if there is another one; it stays as it is
   * @throws IOException if the file system refuses
   */
  public static void createNew(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, file);
    try {
      if (ObjectStore.holds(fileSystem, file)) {
        ObjectStore.createNew(fileSystem, file, content);
      } else {
        link(fileSystem, hadoop, writeTemporary(fileSystem, file, content), file);
      }
    } catch (IOException e) {
      requireOwn(hadoop, file, content, e);
    }
  }

  /**
   * A path such as hdfs:///runs names no name node: a file system knows its own, a context none.
   */
  private static void rename(
      FileSystem fileSystem, Configuration hadoop, Path from, Path to, Rename option)
      throws IOException {
    FileContext.getFileContext(fileSystem.getUri(), hadoop)
        .rename(fileSystem.makeQualified(from), fileSystem.makeQualified(to), option);
  }

  private static void link(FileSystem fileSystem, Configuration hadoop, Path temporary, Path file)
      throws IOException {
    try {
      if (fileSystem instanceof RawLocalFileSystem local) {
        new LocalNames(local).give(temporary, file);
        fileSystem.delete(temporary, false);
      } else {
        rename(fileSystem, hadoop, temporary, file, Rename.NONE);
      }
    } catch (IOException e) {
      discard(fileSystem, temporary, e);
      throw e;
    }
  }

  /**
   * Deletes a file by {@link #createNew} whose name may be given again.
   *
   * @throws IOException if the file system refuses
   */
  static void release(Configuration hadoop, Path file) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, file);
    fileSystem.delete(file, false);
    if (fileSystem instanceof RawLocalFileSystem local) {
      new LocalNames(local).release(file);
    }
  }

  /**
   * Returns if the content stands there, whatever failed.
   *
   * @throws FileAlreadyExistsException if something else does, or did when the name was asked for
   */
  private static void requireOwn(
      Configuration hadoop, Path file, byte[] content, IOException failure) throws IOException {
    byte[] standing;
    try {
      standing = read(hadoop, file);
    } catch (FileNotFoundException e) {
      if (failure instanceof java.nio.file.FileAlreadyExistsException) {
        throw alreadyExists(file, failure);
      }
      throw failure;
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure;
    }
    if (!Arrays.equals(standing, content)) {
      throw alreadyExists(file, failure);
    }
  }

  private static FileAlreadyExistsException alreadyExists(Path file, IOException failure) {
    return (FileAlreadyExistsException)
        new FileAlreadyExistsException(file + " already exists").initCause(failure);
  }

  /**
   * Returns what a file system cannot promise of {@link #createNew}, if it is known to lack it.
   *
   * @param directory of the files
   * @throws IOException if the file system refuses
   */
  public static Optional<String> weakness(Configuration hadoop, Path directory) throws IOException {
    FileSystem fileSystem = fileSystem(hadoop, directory);
    return ObjectStore.holds(fileSystem, directory)
            && !ObjectStore.refusesSecond(fileSystem, directory)
        ? Optional.of(
            Text.format(
                    "The object store of %s is not asked to refuse a second object of one name, so"
                        + " two",
                    directory)
                + " drivers that train this run at the same time could spoil it: start one at a"
                + " time. Hadoop's S3A asks for it from 3.4.2 on, unless"
                + " fs.s3a.create.conditional.enabled is false")
        : Optional.empty();
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
        if (unfinished(status.getPath().getName()).isPresent()) {
          fileSystem.delete(status.getPath(), status.isDirectory());
        }
      }
    }
  }

  /** Returns the name that an unfinished file was to have; empty if its name is not one of ours. */
  public static Optional<String> unfinished(String name) {
    Matcher temporary = TEMPORARY.matcher(name);
    return temporary.matches() ? Optional.of(temporary.group(1)) : Optional.empty();
  }

  private static Path writeTemporary(FileSystem fileSystem, Path file, byte[] content)
      throws IOException {
    Path temporary =
        UserPath.child(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
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
        force(out);
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
    FSDataOutputStream out =
        ObjectStore.holds(fileSystem, file)
            ? ObjectStore.open(fileSystem, file)
            : fileSystem.create(file, false);
    return new ForcedStream(out, () -> force(out));
  }

  /** An object is stored for good once it is closed, and its stream cannot be forced before. */
  private static void force(FSDataOutputStream out) throws IOException {
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hsync();
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

package io.github.udrlpg.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Gives a written file on a local disk its name, unless something has that name: all of the file at
 * once, and to exactly one of several who try.
 *
 * <p>A hard link does that. Where there are none (FAT, many FUSE and container mounts), a directory
 * is renamed: POSIX lets it replace no directory that holds anything. So the first to rename its
 * own to {@code .NAME.once} has won for good, and what that holds is what {@code NAME} gets, from
 * the winner or, if that dies first, from whoever comes next. The directory stays, because somebody
 * who read it may still be about to write the name.
 */
final class LocalNames {
  private static final String CONTENT = "content";

  /** Directories whose file system was found to refuse what it must. */
  private static final Set<java.nio.file.Path> TRIED = ConcurrentHashMap.newKeySet();

  private final RawLocalFileSystem local;

  LocalNames(RawLocalFileSystem local) {
    this.local = local;
  }

  /**
   * Names a file.
   *
   * @param temporary the file by the name it was written under, which may stay
   * @throws FileAlreadyExistsException if something has the name
   * @throws NothingIsExclusiveException if two could get the name here
   * @throws IOException if the file system refuses
   */
  void give(Path temporary, Path file) throws IOException {
    try {
      link(temporary, file);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      if (hasLinks(temporary)) {
        throw e;
      }
      elect(plain(temporary), plain(file), e);
    }
  }

  private void link(Path existing, Path link) throws IOException {
    if (local instanceof DiskNaming own) {
      own.link(existing, link);
    } else {
      Files.createLink(plain(link), plain(existing));
    }
  }

  private void renameDirectory(java.nio.file.Path from, java.nio.file.Path to) throws IOException {
    if (local instanceof DiskNaming own) {
      own.renameDirectory(new Path(from.toUri()), new Path(to.toUri()));
    } else {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Messages are in the system's language and error numbers are hidden: it is tried once more. */
  private boolean hasLinks(Path temporary) throws IOException {
    // Named for the same file, so that nobody wonders whose it is where a process dies here.
    String whole = AtomicFiles.unfinished(temporary.getName()).orElse(temporary.getName());
    Path second = new Path(temporary.getParent(), "." + whole + "." + UUID.randomUUID());
    try {
      link(temporary, second);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
    Files.deleteIfExists(plain(second));
    return true;
  }

  private void elect(java.nio.file.Path temporary, java.nio.file.Path file, Exception noLinks)
      throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    requireExclusive(file.getParent(), noLinks);
    java.nio.file.Path own = directory(file.getParent(), file.getFileName().toString());
    Files.move(temporary, own.resolve(CONTENT), StandardCopyOption.ATOMIC_MOVE);
    java.nio.file.Path elected = elected(file);
    boolean won = isRenamed(own, elected);
    if (!Files.exists(file)) {
      java.nio.file.Path copy =
          file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
      try (FileChannel channel =
          FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (ByteBuffer left = ByteBuffer.wrap(Files.readAllBytes(elected.resolve(CONTENT)));
            left.hasRemaining(); ) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    }
    if (!won) {
      remove(own);
      throw new FileAlreadyExistsException(file.toString());
    }
  }

  private boolean isRenamed(java.nio.file.Path own, java.nio.file.Path elected) throws IOException {
    try {
      renameDirectory(own, elected);
      return true;
    } catch (IOException e) {
      if (Files.exists(elected.resolve(CONTENT))) {
        return false;
      }
      remove(own);
      throw e;
    }
  }

  /** What has to be refused is tried for real: what a mount does is written nowhere. */
  private void requireExclusive(java.nio.file.Path parent, Exception noLinks) throws IOException {
    if (TRIED.contains(parent)) {
      return;
    }
    java.nio.file.Path first = directory(parent, "first");
    java.nio.file.Path second = directory(parent, "second");
    try {
      Files.createFile(first.resolve(CONTENT));
      Files.createFile(second.resolve(CONTENT));
      try {
        renameDirectory(first, second);
      } catch (IOException refused) {
        // Refused for a reason of its own, such as a mount that renames no directory at all.
        requireRenames(first);
        TRIED.add(parent);
        return;
      }
      throw new NothingIsExclusiveException(parent, noLinks);
    } finally {
      remove(first);
      remove(second);
    }
  }

  private void requireRenames(java.nio.file.Path first) throws IOException {
    java.nio.file.Path third = first.resolveSibling(first.getFileName() + "-0000");
    try {
      renameDirectory(first, third);
      if (!Files.exists(third.resolve(CONTENT))) {
        throw new IOException("a directory that is renamed loses what it holds");
      }
    } catch (IOException e) {
      throw new NothingIsExclusiveException(first.getParent(), e);
    } finally {
      remove(third);
    }
  }

  private static java.nio.file.Path directory(java.nio.file.Path parent, String name)
      throws IOException {
    return Files.createDirectory(parent.resolve("." + name + "." + UUID.randomUUID()));
  }

  private static void remove(java.nio.file.Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(CONTENT));
    Files.deleteIfExists(directory);
  }

  /** Takes a name back from its only owner, who knows that nobody else goes by it. */
  void release(Path file) throws IOException {
    remove(elected(plain(file)));
  }

  private static java.nio.file.Path elected(java.nio.file.Path file) {
    return file.resolveSibling("." + file.getFileName() + ".once");
  }

  private java.nio.file.Path plain(Path path) {
    return local.pathToFile(path).toPath();
  }
}

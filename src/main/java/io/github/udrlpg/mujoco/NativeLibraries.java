package io.github.udrlpg.mujoco;

import io.github.udrlpg.text.Text;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the native libraries of a JavaCPP binding, one process of this machine at a time.
 *
 * <p>JavaCPP unpacks libraries from the jar into a cache, by default {@code ~/.javacpp/cache} and
 * with {@code -Dorg.bytedeco.javacpp.cachedir=DIR} anywhere else. Several executors that start at
 * once on one host would unpack at the same time and load half-written files (bytedeco/javacpp
 * issue 608); a lock on a file in that cache keeps them apart.
 */
public final class NativeLibraries {
  private static final String LOCK_NAME = "udrlpg-spark.lock";
  private static final int RETRY_MILLIS = 20;

  private NativeLibraries() {}

  /**
   * Loads the native libraries of a binding; a second call does nothing.
   *
   * @param binding the class that bears JavaCPP's {@code @Platform}
   * @throws UnsatisfiedLinkError if a library is missing from the jar or does not load
   * @throws UncheckedIOException if the cache cannot be written
   */
  public static synchronized void load(Class<?> binding) {
    Path cache = cacheDirectory();
    Path lockFile = cache.resolve(LOCK_NAME);
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      if (!lock.isValid()) {
        throw new IOException("the lock was lost");
      }
      Loader.load(binding);
    } catch (IOException e) {
      throw new UncheckedIOException(cannotUse(cache.toString()), e);
    }
  }

  private static Path cacheDirectory() {
    try {
      File directory = Loader.getCacheDir();
      return directory.toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(cannotUse("of JavaCPP"), e);
    }
  }

  private static String cannotUse(String cache) {
    return Text.format(
            "Cannot write the cache %s, into which native libraries are unpacked: name a writable",
            cache)
        + " directory with -Dorg.bytedeco.javacpp.cachedir=DIR";
  }

  /** Waits for the lock, also where another class loader of this very process holds it. */
  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another thread loads native libraries", e);
    }
  }
}

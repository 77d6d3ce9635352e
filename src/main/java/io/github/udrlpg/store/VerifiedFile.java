package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * Opens data files whose every byte is what the commit log says. The checksums of Parquet's pages
 * do not do for that: page headers and footer have none, and some of their bits can flip unseen.
 */
final class VerifiedFile {
  /**
   * What is no larger is read once, into memory; what is larger twice, so that memory is bounded.
   */
  private static final long MEMORY_BYTES = 32L << 20;

  private static final int BUFFER_BYTES = 1 << 20;

  private VerifiedFile() {}

  /**
   * Opens a file.
   *
   * @param path where it stands
   * @param expected what the commit log says of it
   * @throws InvalidInputException if it is missing, or not what was committed
   */
  static InputFile open(Configuration hadoop, Path path, DataFile expected) throws IOException {
    FileSystem fileSystem = AtomicFiles.fileSystem(hadoop, path);
    try {
      if (expected.bytes() > MEMORY_BYTES) {
        requireLength(path, expected, length(fileSystem, path));
        requireChecksum(path, expected, checksum(fileSystem, path));
        return HadoopInputFile.fromPath(path, hadoop);
      }
      byte[] content = read(fileSystem, path, (int) expected.bytes() + 1);
      if (content.length != expected.bytes()) {
        requireLength(path, expected, length(fileSystem, path));
      }
      requireChecksum(path, expected, Sha256.hex(content));
      return new MemoryInputFile(content);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          Text.format(
                  "Cannot read the policies in %s: the commit log names the file, but it is"
                      + " missing.",
                  path)
              + " Restore it from a copy",
          e);
    }
  }

  /** An object store is not asked for the length first: that would be another request. */
  private static byte[] read(FileSystem fileSystem, Path path, int atMost) throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return in.readNBytes(atMost);
    }
  }

  private static long length(FileSystem fileSystem, Path path) throws IOException {
    return fileSystem.getFileStatus(path).getLen();
  }

  private static void requireLength(Path path, DataFile expected, long found) {
    if (found != expected.bytes()) {
      throw damaged(
          path, Text.format("it has %d bytes, the commit log says %d", found, expected.bytes()));
    }
  }

  private static void requireChecksum(Path path, DataFile expected, String found) {
    if (!found.equals(expected.sha256())) {
      throw damaged(path, "its SHA-256 is not the one in the commit log");
    }
  }

  private static InvalidInputException damaged(Path path, String reason) {
    return new InvalidInputException(
        Text.format(
            "Cannot read the policies in %s: %s. The file is damaged: restore it from a copy",
            path, reason));
  }

  private static String checksum(FileSystem fileSystem, Path path) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = fileSystem.open(path)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

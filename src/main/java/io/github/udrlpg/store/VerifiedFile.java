package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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
    FileStatus status = status(fileSystem, path);
    if (status.getLen() != expected.bytes()) {
      throw damaged(
          path,
          "it has %d bytes, the commit log says %d".formatted(status.getLen(), expected.bytes()));
    }
    if (status.getLen() <= MEMORY_BYTES) {
      byte[] content = AtomicFiles.read(hadoop, path);
      requireChecksum(path, expected, Sha256.hex(content));
      return new MemoryInputFile(content);
    }
    requireChecksum(path, expected, checksum(fileSystem, path));
    return HadoopInputFile.fromPath(path, hadoop);
  }

  private static FileStatus status(FileSystem fileSystem, Path path) throws IOException {
    try {
      return fileSystem.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "Cannot read the policies in %s: the commit log names the file, but it is missing."
                  .formatted(path)
              + " Restore it from a copy",
          e);
    }
  }

  private static void requireChecksum(Path path, DataFile expected, String found) {
    if (!found.equals(expected.sha256())) {
      throw damaged(path, "its SHA-256 is not the one in the commit log");
    }
  }

  private static InvalidInputException damaged(Path path, String reason) {
    return new InvalidInputException(
        "Cannot read the policies in %s: %s. The file is damaged: restore it from a copy"
            .formatted(path, reason));
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

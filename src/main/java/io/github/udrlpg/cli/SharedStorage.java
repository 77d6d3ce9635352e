package io.github.udrlpg.cli;

import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Whether driver and executors can be expected to see the same directory. */
final class SharedStorage {
  private SharedStorage() {}

  /**
   * Returns a warning if a directory is on a local disk and executors may be on other machines. It
   * is no error, because a local path may well be a mount that all of them share.
   *
   * @param master Spark's
   */
  static Optional<String> warning(Configuration hadoop, Path directory, String master)
      throws IOException {
    if (master.startsWith("local")
        || !directory.getFileSystem(hadoop).getUri().getScheme().equals("file")) {
      return Optional.empty();
    }
    return Optional.of(
        Text.format(
                "%s is a local directory, and with master %s executors may be on other machines:"
                    + " what they",
                directory, master)
            + " write is lost unless it is a mount that all machines share, such as NFS. Otherwise"
            + " name a directory by its scheme, such as hdfs:///runs/first");
  }
}

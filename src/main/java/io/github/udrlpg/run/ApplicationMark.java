package io.github.udrlpg.run;

import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.DirectoryClaim;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A hidden file that says which application trains in a directory, of a run, of a group or of an
 * experiment. A cluster starts a driver that died again with the arguments of the first: by the
 * mark it finds out that the run it meets there is its own.
 *
 * <p>The number of the attempt would not do. The first attempt may have been refused because the
 * directory held somebody's run, and the second must be refused as well.
 */
public final class ApplicationMark {
  private ApplicationMark() {}

  /**
   * Returns whether this application began what is there, or was the last to train there.
   *
   * @param application as the cluster calls it, the same for all its attempts
   */
  public static boolean isOf(Configuration hadoop, Path directory, String application)
      throws IOException {
    if (DirectoryClaim.isOf(hadoop, directory, application)) {
      return true;
    }
    try {
      byte[] mark = AtomicFiles.read(hadoop, file(directory));
      return new String(mark, StandardCharsets.UTF_8).strip().equals(application);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /** Leaves the mark, in place of another application's. */
  public static void leave(Configuration hadoop, Path directory, String application)
      throws IOException {
    AtomicFiles.replace(
        hadoop, file(directory), (application + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Path file(Path directory) {
    return new Path(directory, ".application");
  }
}

package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * A finished Parquet file of the dataset.
 *
 * @param path below the dataset's directory, with forward slashes
 * @param rows its policies
 * @param bytes its length
 * @param sha256 its checksum, hexadecimal
 */
public record DataFile(String path, long rows, long bytes, String sha256) implements Serializable {
  /** Returns the return bucket that all its policies have: the directory that it stands in. */
  public int returnBucket() {
    return partition("return_bucket");
  }

  /**
   * Returns the trial of a sweep that all its policies are of; empty outside of a sweep's dataset.
   */
  public OptionalInt trial() {
    return directory("trial");
  }

  /**
   * Returns the number that a directory of the path is named with, {@code name=number}.
   *
   * @throws IllegalArgumentException if none is
   */
  int partition(String name) {
    return directory(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Text.format("No directory of %s is named %s=", path, name)));
  }

  private OptionalInt directory(String name) {
    NumberedName named = new NumberedName(name + "=", 1, "");
    return Arrays.stream(path.substring(0, path.lastIndexOf('/') + 1).split("/", -1))
        .map(named::parseInAnyDigits)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }
}

package io.github.udrlpg.store;

import java.io.Serializable;

/**
 * A finished Parquet file of the dataset.
 *
 * @param path below the dataset's directory, with forward slashes
 * @param rows its policies
 * @param bytes its length
 * @param sha256 its checksum, hexadecimal
 */
public record DataFile(String path, long rows, long bytes, String sha256) implements Serializable {
  private static final String BUCKET = "return_bucket=";

  /** Returns the return bucket that all its policies have: the directory that it stands in. */
  public int returnBucket() {
    int begin = path.lastIndexOf(BUCKET) + BUCKET.length();
    return Integer.parseInt(path, begin, path.indexOf('/', begin), 10);
  }
}

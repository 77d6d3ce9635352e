package io.github.udrlpg.store;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where the data files of a dataset stand below it: {@code
 * iteration=K/writer=W/return_bucket=B/part-T.parquet}.
 */
final class DataPath {
  /** The directory of an iteration. */
  static final NumberedName ITERATION = new NumberedName("iteration=", 1, "");

  private static final NumberedName BUCKET = new NumberedName("return_bucket=", 1, "");

  private static final Pattern OURS =
      Pattern.compile(
          "iteration=[0-9]+/writer=w[0-9a-f]{8}/return_bucket=[0-9]+/part-[0-9]+(-[0-9]+)?\\.parquet");

  private DataPath() {}

  /** Returns a name that no other writer has. */
  static String newWriter() {
    return "w" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Returns where a writer writes an iteration. */
  static String directory(int iteration, String writer) {
    return ITERATION.of(iteration) + "/writer=" + writer;
  }

  /**
   * Returns where a task's file of a return bucket stands.
   *
   * @param directory that the task writes to
   * @param task a name that no other task or attempt has there
   */
  static String file(String directory, int bucket, String task) {
    return directory + "/" + BUCKET.of(bucket) + "/part-" + task + ".parquet";
  }

  /** Returns whether a path has the form that a run's writers give theirs, from end to end. */
  static boolean isOurs(String path) {
    return OURS.matcher(path).matches();
  }
}

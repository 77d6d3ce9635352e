package io.github.udrlpg.store;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes to stores where a file appears whole when its stream is closed, and where renaming is a
 * copy and a deletion.
 *
 * <p>A store is known by what Hadoop says of its paths, not by its name. The names of capabilities
 * and options are spelt out, because an older Hadoop lacks the constants; it answers no.
 */
final class ObjectStore {
  /** A stream can be given up, so nothing is seen before it is closed, and then all of it. */
  private static final String APPEARS_WHOLE = "fs.capability.outputstream.abortable";

  private static final String ONLY_IF_ABSENT = "fs.option.create.conditional.overwrite";

  /** S3A then does not look first whether a directory stands in the way; others ignore it. */
  private static final String WITHOUT_LOOKING = "fs.s3a.create.performance";

  private ObjectStore() {}

  /** Returns whether a file of this path is an object. */
  static boolean holds(FileSystem fileSystem, Path file) throws IOException {
    return fileSystem.hasPathCapability(file, APPEARS_WHOLE);
  }

  /** Returns whether the store itself refuses a second object of the same path. */
  static boolean refusesSecond(FileSystem fileSystem, Path file) throws IOException {
    return fileSystem.hasPathCapability(file, ONLY_IF_ABSENT);
  }

  /** Writes an object, in place of one of the same path. */
  static void replace(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(file);
    put(builder.recursive().overwrite(true).opt(WITHOUT_LOOKING, "true").build(), content);
  }

  /** Writes an object that must not be there yet, as far as the store can tell. */
  static void createNew(FileSystem fileSystem, Path file, byte[] content) throws IOException {
    put(open(fileSystem, file), content);
  }

  /**
   * Opens an object that must not be there yet. A store that refuses a second one does so when the
   * stream is closed; another is asked now, and may have taken one by then.
   */
  static FSDataOutputStream open(FileSystem fileSystem, Path file) throws IOException {
    if (!refusesSecond(fileSystem, file)) {
      return fileSystem.create(file, false);
    }
    FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(file);
    return builder.recursive().must(ONLY_IF_ABSENT, "true").build();
  }

  private static void put(FSDataOutputStream out, byte[] content) throws IOException {
    try {
      out.write(content);
    } catch (IOException | RuntimeException e) {
      // To close it would publish what it was given so far.
      out.abort();
      throw e;
    }
    out.close();
  }
}

package io.github.udrlpg.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** A way to publish the files of an iteration, all at once and once only. */
interface CommitWay {
  String name();

  /** Publishes an iteration's files; the iterations come one after the other, from 0. */
  void commit(int iteration, List<DataFile> files) throws IOException;

  /** Returns how many files a reader finds published that begins with the path alone. */
  long countPublished() throws IOException;

  /** Returns the directory of what it keeps besides the data. */
  Path metadata();

  /** Returns a class of each jar that it needs and Spark does not bring. */
  default List<Class<?>> jars() {
    return List.of();
  }
}

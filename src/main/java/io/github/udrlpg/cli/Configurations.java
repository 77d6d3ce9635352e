package io.github.udrlpg.cli;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.store.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Finds configurations that a command line names. */
final class Configurations {
  private Configurations() {}

  /**
   * Loads a configuration.
   *
   * @param name a local file, or a path of Hadoop's with a scheme
   * @param overrides {@code key=value} each
   * @throws io.github.udrlpg.InvalidInputException naming everything that is wrong with it
   * @throws IOException if a file system refuses
   */
  static ConfigLoader.Loaded load(Configuration hadoop, String name, List<String> overrides)
      throws IOException {
    if (!name.contains("://")) {
      java.nio.file.Path file = java.nio.file.Path.of(name);
      SparkApplication.requireReadable(file, SparkApplication.conf());
      return ConfigLoader.load(file, overrides);
    }
    String text = new String(AtomicFiles.read(hadoop, new Path(name)), StandardCharsets.UTF_8);
    return ConfigLoader.load(text, name, overrides);
  }
}

package io.github.udrlpg.cli;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Finds configurations that a command line names. */
final class Configurations {
  private Configurations() {}

  /**
   * Loads a configuration.
   *
   * @param name a local file, also as file:/…, or a path of Hadoop's with a scheme
   * @param overrides {@code key=value} each
   * @throws io.github.udrlpg.InvalidInputException naming everything that is wrong with it
   * @throws IOException if a file system refuses
   */
  static ConfigLoader.Loaded load(Configuration hadoop, String name, List<String> overrides)
      throws IOException {
    Optional<java.nio.file.Path> file = UserPath.localFile(hadoop, name);
    if (file.isPresent()) {
      SparkApplication.requireReadable(file.get(), SparkApplication.conf());
      return ConfigLoader.load(file.get(), overrides);
    }
    String text =
        new String(AtomicFiles.read(hadoop, UserPath.of(hadoop, name)), StandardCharsets.UTF_8);
    return ConfigLoader.load(text, name, overrides);
  }

  /**
   * Finds the file of an experiment or a sweep, which includes others beside it.
   *
   * @throws InvalidInputException if it is not where the driver runs
   */
  static java.nio.file.Path localFile(Configuration hadoop, String name) {
    java.nio.file.Path file =
        UserPath.localFile(hadoop, name)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        Text.format(
                            "Cannot read %s: experiments and sweeps are local files", name)));
    SparkApplication.requireReadable(file, SparkApplication.conf());
    return file;
  }

  /** Returns a file's name without its directories. */
  static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}

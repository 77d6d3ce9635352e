package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The Parquet schema of a stored policy. Column names are for analysts: SQL style, full words. */
final class PolicySchema {
  /** Raised with every change that an older reader would misread. */
  static final int VERSION = 1;

  /** The file metadata key that holds the version. */
  static final String VERSION_KEY = "udrlpg.schema.version";

  static final MessageType TYPE =
      MessageTypeParser.parseMessageType(
          """
          message policy {
            required binary run (STRING);
            required int32 iteration;
            required int32 policy;
            required binary environment (STRING);
            required binary origin (STRING);
            required double command;
            required double noise;
            required int64 weight_seed;
            required group weights (LIST) { repeated group list { required float element; } }
            required group observation_mean (LIST) {
              repeated group list { required double element; }
            }
            required group observation_deviation (LIST) {
              repeated group list { required double element; }
            }
            required int64 observed_count;
            required group observed_mean (LIST) {
              repeated group list { required double element; }
            }
            required group observed_squared_deviation (LIST) {
              repeated group list { required double element; }
            }
            required group episodes (LIST) {
              repeated group list {
                required group element {
                  required int64 seed;
                  required double total_return;
                  required double survival_bonus;
                  required int32 length;
                  required boolean terminated;
                  required boolean truncated;
                  required boolean diverged;
                }
              }
            }
            required double mean_return;
            required double scaled_return;
            required int32 return_bucket;
          }
          """);

  /**
   * Returns the columns of a file: all but those that a directory of its path is named with. A
   * column that is both would be refused by pyarrow, and by pandas with it, because these take
   * numbers of directories for categories.
   *
   * @param path below the dataset, with forward slashes
   */
  static MessageType of(String path) {
    return select(field -> !path.contains(field + "="));
  }

  /** Returns the columns whose names are wanted, in the order of files. */
  static MessageType select(Predicate<String> wanted) {
    return new MessageType(
        TYPE.getName(),
        TYPE.getFields().stream().filter(field -> wanted.test(field.getName())).toList());
  }

  private PolicySchema() {}

  /**
   * Returns that something was written by another version.
   *
   * @param found the version that it has, or null if it names none
   */
  static InvalidInputException otherVersion(Path file, String found) {
    return new InvalidInputException(
        Text.format(
                "Cannot read %s: its rows have schema version %s, this program reads version %d.",
                file, found, VERSION)
            + " Use the udrlpg-spark that wrote it: versions in run.json names its revision");
  }
}

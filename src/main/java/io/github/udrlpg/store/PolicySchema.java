package io.github.udrlpg.store;

import io.github.udrlpg.InvalidInputException;
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

  /** The column that is the same as the name of the directory. */
  static final String BUCKET = "return_bucket";

  /**
   * The same without that column. Files whose only directories are the buckets' leave it to them:
   * pyarrow, and pandas with it, refuses a column that is both, because it takes those of
   * directories for dictionaries.
   */
  static final MessageType WITHOUT_BUCKET = without(TYPE, BUCKET);

  /** Returns a schema without a column. */
  static MessageType without(MessageType type, String column) {
    return new MessageType(
        type.getName(),
        type.getFields().stream().filter(field -> !field.getName().equals(column)).toList());
  }

  private PolicySchema() {}

  /**
   * Returns that something was written by another version.
   *
   * @param found the version that it has, or null if it names none
   */
  static InvalidInputException otherVersion(Path file, String found) {
    return new InvalidInputException(
        "Cannot read %s: its rows have schema version %s, this program reads version %d."
                .formatted(file, found, VERSION)
            + " Use the udrlpg-spark that wrote it: versions in run.json names its revision");
  }
}

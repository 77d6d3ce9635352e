package io.github.udrlpg.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;

/**
 * Keys that earlier versions had. A run whose {@code run.json} names one is read all the same where
 * the key made no difference; where it did, nobody can go on as it began.
 */
final class RetiredKeys {
  private static final List<Key> KEYS =
      List.of(
          new Key("buffer.full-bucket", "drop-newest"),
          new Key("buffer.even-share", 0),
          new Key("coverage.beyond", 0),
          new Key("coverage.missed-below", null),
          new Key("calibration.leap", null));

  private RetiredKeys() {}

  /**
   * @param without the value that is the same as not having the key; null where any is
   */
  private record Key(String name, Object without) {
    boolean isWithout(ConfigValue value) {
      return without == null
          || value.unwrapped().toString().equals(without.toString())
          || (value.unwrapped() instanceof Number number
              && without instanceof Number other
              && number.doubleValue() == other.doubleValue());
    }
  }

  /** Returns a configuration without these keys; adds a problem for each that made a difference. */
  static ConfigObject drop(ConfigObject written, Problems problems) {
    ConfigObject left = written;
    for (Key key : KEYS) {
      if (written.toConfig().hasPath(key.name())) {
        ConfigValue value = written.toConfig().getValue(key.name());
        if (!key.isWithout(value)) {
          problems.add(
              key.name(),
              "is a key of an earlier version, and this one cannot train as it says: go on with the"
                  + " version that began the run, or leave the key out",
              value.origin());
        }
        left = left.toConfig().withoutPath(key.name()).root();
      }
    }
    return left;
  }
}

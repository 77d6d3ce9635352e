package io.github.udrlpg.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Keys that earlier versions had. A run whose {@code run.json} names one is read all the same where
 * the key made no difference; where it did, nobody can go on as it began.
 */
final class RetiredKeys {
  /** By name: whether the key made a difference to a configuration that has it. */
  private static final Map<String, Predicate<Config>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put(
        "buffer.full-bucket",
        written -> !written.getAnyRef("buffer.full-bucket").equals("drop-newest"));
    KEYS.put("buffer.even-share", written -> !isZero(written, "buffer.even-share"));
    KEYS.put("coverage.beyond", written -> !isZero(written, "coverage.beyond"));
    // Loud misses were left out wherever the range was covered.
    KEYS.put(
        "coverage.missed-below",
        written -> written.hasPath("coverage.share") && !isZero(written, "coverage.share"));
    // Of a calibration that a run still has before it.
    KEYS.put("calibration.leap", written -> false);
  }

  private RetiredKeys() {}

  private static boolean isZero(Config written, String key) {
    return written.getAnyRef(key) instanceof Number number && number.doubleValue() == 0;
  }

  /** Returns a configuration without these keys; adds a problem for each that made a difference. */
  static ConfigObject drop(ConfigObject root, Problems problems) {
    Config written = root.toConfig();
    Config left = written;
    for (Map.Entry<String, Predicate<Config>> key : KEYS.entrySet()) {
      String name = key.getKey();
      if (written.hasPath(name)) {
        if (key.getValue().test(written)) {
          problems.add(
              name,
              "is a key of an earlier version, and this one cannot train as it says: go on with the"
                  + " version that began the run, or leave the key out",
              written.getValue(name).origin());
        }
        left = left.withoutPath(name);
      }
    }
    return left.root();
  }
}

package io.github.udrlpg.sweep;

import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.store.NumberedName;
import java.util.List;
import java.util.Map;

/**
 * One setting of a sweep.
 *
 * @param index from 0, in the order of the sweep
 * @param values each varied key with its value as HOCON, in the order of the space
 * @param loaded every key, trained in full
 */
public record Trial(int index, Map<String, String> values, ConfigLoader.Loaded loaded) {

  /** The directories of trials. */
  static final NumberedName DIRECTORY = new NumberedName("trial=", 4, "");

  /** Returns the name of the trial's directory: a partition of Spark's and Hive's. */
  public String directory() {
    return directory(index);
  }

  static String directory(int index) {
    return DIRECTORY.of(index);
  }

  /** Returns the settings with other environment steps. */
  ConfigLoader.Loaded until(long envSteps) {
    return ConfigLoader.load(
        loaded.json(), directory(), List.of("training.max-env-steps=" + envSteps));
  }
}

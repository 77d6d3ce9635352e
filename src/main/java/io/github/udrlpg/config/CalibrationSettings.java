package io.github.udrlpg.config;

/**
 * Group {@code calibration}.
 *
 * @param enabled whether a run ends with a calibration of its commands
 * @param share the most that it may take of {@code training.max-env-steps}
 * @param commands the most commands that it measures
 * @param episodes of each of them
 */
public record CalibrationSettings(boolean enabled, double share, int commands, int episodes) {

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public CalibrationSettings {
    Rules.of("calibration")
        .that(share > 0 && share < 1, "share", "must be a number above 0 and below 1", share)
        .atLeast(8, "commands", commands)
        .positive("episodes", episodes)
        .check();
  }

  static CalibrationSettings read(GroupReader reader) {
    return new CalibrationSettings(
        reader.flag("enabled"),
        reader.number("share"),
        reader.integer("commands"),
        reader.integer("episodes"));
  }
}

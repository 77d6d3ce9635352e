package io.github.udrlpg.config;

import java.util.Objects;

/**
 * Group {@code returns}: the scale of returns and what counts in them.
 *
 * @param min the return of one episode that is scaled to 0
 * @param max the return of one episode that is scaled to 1
 * @param survivalBonus whether the alive bonus counts in the return that trains
 */
public record ReturnSettings(double min, double max, SurvivalBonus survivalBonus) {

  /** Whether the alive bonus of a task counts in the return that trains. */
  public enum SurvivalBonus {
    /** It counts. */
    INCLUDE,
    /** It is left out; returns that are reported still include it. */
    EXCLUDE
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range in {@code reference.conf},
   *     naming every such value
   */
  public ReturnSettings {
    Objects.requireNonNull(survivalBonus, "survivalBonus");
    Rules.of("returns")
        .finite("min", min)
        .finite("max", max)
        .that(min < max, "max", "must be above returns.min = " + min, max, "min")
        .check();
  }

  static ReturnSettings read(GroupReader reader) {
    return new ReturnSettings(
        reader.number("min"),
        reader.number("max"),
        reader.choice("survival-bonus", SurvivalBonus.class));
  }
}

package io.github.udrlpg.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks the values of a settings record and gathers what is wrong, so that a compact constructor
 * states each rule once and reports all that are broken. NaN breaks every rule on numbers.
 */
final class Rules {
  private final String prefix;
  private final List<Problem> problems = new ArrayList<>();

  private Rules(String prefix) {
    this.prefix = prefix;
  }

  /** Starts the rules of one group; keys are given without it. */
  static Rules of(String group) {
    return new Rules(group + ".");
  }

  /** Starts rules between groups; keys are given in full. */
  static Rules acrossGroups() {
    return new Rules("");
  }

  Rules positive(String key, long value) {
    return that(value > 0, key, "must be a positive integer", value);
  }

  Rules atLeast(long minimum, String key, long value) {
    return that(value >= minimum, key, "must be an integer from " + minimum, value);
  }

  Rules allPositive(String key, List<Integer> values) {
    return that(
        values.stream().allMatch(value -> value > 0), key, "must be positive integers", values);
  }

  Rules positiveNumber(String key, double value) {
    return that(value > 0 && Double.isFinite(value), key, "must be a finite number above 0", value);
  }

  Rules numberFromZero(String key, double value) {
    return that(value >= 0 && Double.isFinite(value), key, "must be a finite number from 0", value);
  }

  Rules share(String key, double value) {
    return that(value >= 0 && value <= 1, key, "must be a number from 0 to 1", value);
  }

  Rules finite(String key, double value) {
    return that(Double.isFinite(value), key, "must be a finite number", value);
  }

  /**
   * Adds a rule of any kind. A rule that speaks of other keys too is not judged where one of them
   * is already known to be wrong: the one mistake would be reported twice.
   */
  Rules that(boolean holds, String key, String rule, Object found, String... otherKeys) {
    List<String> keys =
        Stream.concat(Stream.of(key), Stream.of(otherKeys)).map(name -> prefix + name).toList();
    boolean known =
        problems.stream().anyMatch(problem -> keys.stream().anyMatch(problem.keys()::contains));
    if (!holds && !known) {
      problems.add(new Problem(keys, rule + ", found " + found));
    }
    return this;
  }

  /**
   * Ends the rules.
   *
   * @throws InvalidSettingsException if one was broken
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }
}

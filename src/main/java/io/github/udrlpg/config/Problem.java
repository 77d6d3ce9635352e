package io.github.udrlpg.config;

import java.io.Serializable;
import java.util.List;

/**
 * One broken rule of a configuration.
 *
 * @param keys the full names of the keys the rule speaks of, the one to report under first
 * @param text the rule and the offending value, such as {@code must be positive, found -3}
 */
record Problem(List<String> keys, String text) implements Serializable {
  Problem {
    keys = List.copyOf(keys);
  }

  @Override
  public String toString() {
    return keys.get(0) + ": " + text;
  }
}

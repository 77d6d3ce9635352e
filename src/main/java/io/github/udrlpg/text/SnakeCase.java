package io.github.udrlpg.text;

import java.util.Locale;

/** Names of columns and metrics, from those of Java. */
public final class SnakeCase {
  private SnakeCase() {}

  /** Returns {@code meanReturn} as {@code mean_return}. */
  public static String of(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}

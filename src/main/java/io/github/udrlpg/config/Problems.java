package io.github.udrlpg.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Everything wrong with one configuration, each a line that ends with where it was written. */
final class Problems {
  /** The origin of values from the command line. */
  static final String OVERRIDE = "--set";

  private static final String ADVICE_FOR_ANOTHER_FORMAT =
      ", or you may be able to rename the file .properties rather than .conf";

  private final List<String> lines = new ArrayList<>();
  private boolean sourceUnreadable;

  /** Adds what stopped a whole source from being read. */
  void addUnreadable(String source, ConfigException failure) {
    sourceUnreadable = true;
    String message = failure.getMessage().replace(ADVICE_FOR_ANOTHER_FORMAT, "");
    String where = source;
    if (failure.origin() != null) {
      String origin = failure.origin().description();
      message =
          message.startsWith(origin + ": ") ? message.substring(origin.length() + 2) : message;
      // An override is one line: its text says more than the number of it.
      where = origin.startsWith(OVERRIDE + " ") ? source : origin;
    }
    lines.add(message + " (" + where + ")");
  }

  /** Adds a problem with one value, or key, that stands in a source. */
  void add(String key, String text, ConfigOrigin origin) {
    lines.add(key + ": " + text + " (" + describe(origin) + ")");
  }

  /** Adds a problem that was found without knowing where its keys were written. */
  void add(Problem problem, ConfigObject written) {
    // Where a source could not be read, its values are missing and keys seem not to fit each other.
    if (sourceUnreadable && problem.keys().size() > 1) {
      return;
    }
    String where =
        problem.keys().stream()
            .map(key -> valueAt(written, key))
            .filter(Objects::nonNull)
            .map(value -> describe(value.origin()))
            .distinct()
            .collect(Collectors.joining("; "));
    lines.add(problem + " (" + (where.isEmpty() ? "default" : where) + ")");
  }

  /**
   * Ends the search for problems.
   *
   * @throws InvalidInputException with every problem, if there are any
   */
  void throwIfAny(String name) {
    if (!lines.isEmpty()) {
      throw new InvalidInputException(
          lines.stream()
              .collect(
                  Collectors.joining(
                      "\n  ",
                      Text.format(
                          "Invalid configuration %s, %s problem%s:\n  ",
                          name, lines.size(), lines.size() == 1 ? "" : "s"),
                      "")));
    }
  }

  private static ConfigValue valueAt(ConfigObject root, String key) {
    int dot = key.indexOf('.');
    return root.get(key.substring(0, dot)) instanceof ConfigObject group
        ? group.get(key.substring(dot + 1))
        : null;
  }

  private static String describe(ConfigOrigin origin) {
    // The key is in the message already, and each override is its own line 1.
    return origin.description().startsWith(OVERRIDE + " ") ? OVERRIDE : origin.description();
  }
}

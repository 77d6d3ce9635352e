package io.github.udrlpg.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The keys of the reference configuration, which are all there are. */
final class KnownKeys {
  /** What is wrong with a key whose dots are no separators; its name and its spelling in JSON. */
  static final String QUOTED =
      "stands in quotes, which hide its dots: write %s without quotes, or in JSON %s";

  private final ConfigObject reference;
  private final List<String> names;

  KnownKeys(Config reference) {
    this.reference = reference.root();
    this.names = reference.entrySet().stream().map(Map.Entry::getKey).sorted().toList();
  }

  /** Returns the full names of all keys, sorted. */
  List<String> names() {
    return names;
  }

  /** Adds a problem for each key of {@code written} that does not exist or is no group. */
  void check(ConfigObject written, Problems problems) {
    for (Map.Entry<String, ConfigValue> group : new TreeMap<>(written).entrySet()) {
      String name = group.getKey();
      if (!(reference.get(name) instanceof ConfigObject known)) {
        unknown(name, group.getValue(), problems);
      } else if (!(group.getValue() instanceof ConfigObject values)) {
        problems.add(
            name,
            "must be a group of keys such as "
                + List.copyOf(new TreeMap<>(known).keySet())
                + ", found "
                + GroupReader.show(group.getValue()),
            group.getValue().origin());
      } else {
        new TreeMap<>(values)
            .forEach(
                (key, value) -> {
                  if (!known.containsKey(key)) {
                    unknown(name + "." + key, value, problems);
                  }
                });
      }
    }
  }

  /** Returns {@code written} over the defaults, without what {@link #check} complains of. */
  ConfigObject complete(String group, ConfigObject written) {
    ConfigObject defaults = defaults(group);
    return written.get(group) instanceof ConfigObject values
        ? values.withFallback(defaults)
        : defaults;
  }

  /** Returns the default of every key of a group. */
  ConfigObject defaults(String group) {
    return (ConfigObject) reference.get(group);
  }

  /**
   * Rejects keys of an experiment or a sweep whose dots stand in quotes.
   *
   * @throws ConfigException naming the first
   */
  static void requireUnquoted(String group, List<String> keys, ConfigObject written) {
    for (String key : keys) {
      String name = group + "." + key;
      if (written.containsKey(name)) {
        throw new ConfigException.Generic(
            Text.format(
                "%s %s (%s)",
                name,
                Text.format(QUOTED, name, inGroups(name)),
                written.get(name).origin().description()));
      }
    }
  }

  /** Spells a key without a dot, as JSON must. */
  static String inGroups(String name) {
    return "{ \""
        + name.replace(".", "\": { \"")
        + "\": ... }"
        + " }".repeat((int) name.chars().filter(letter -> letter == '.').count());
  }

  private void unknown(String name, ConfigValue value, Problems problems) {
    if (names.contains(name)) {
      problems.add(name, Text.format(QUOTED, name, inGroups(name)), value.origin());
    } else if (value instanceof ConfigObject values && !values.isEmpty()) {
      new TreeMap<>(values).forEach((key, inner) -> unknown(name + "." + key, inner, problems));
    } else {
      problems.add(name, "is not a known key." + hint(name), value.origin());
    }
  }

  private String hint(String name) {
    String lastWord = name.substring(name.lastIndexOf('.') + 1);
    String inOtherGroups =
        names.stream()
            .filter(known -> known.endsWith("." + lastWord))
            .collect(Collectors.joining("' or '"));
    return inOtherGroups.isEmpty()
        ? NearestName.hint(name, names)
        : " Did you mean '" + inOtherGroups + "'?";
  }
}

package io.github.udrlpg.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code sweep.space}: which keys are varied, and over what. */
final class SpaceReader {
  private static final List<String> WORDS =
      List.of("grid", "choice", "uniform", "log-uniform", "integers", "log-integers");

  private final Problems problems;
  private final List<String> known = new KnownKeys(ConfigLoader.reference()).names();
  private final List<Dimension> dimensions = new ArrayList<>();

  SpaceReader(Problems problems) {
    this.problems = problems;
  }

  /** Returns the dimensions that are right, by the names of their keys. */
  List<Dimension> read(ConfigObject space) {
    if (space.isEmpty()) {
      problems.add("sweep.space", "must vary a key at least, found none", space.origin());
    }
    walk("", space);
    return List.copyOf(dimensions);
  }

  /** Keys may be written whole in quotes, or as groups in groups. */
  private void walk(String path, ConfigObject object) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      if (known.contains(key)) {
        dimension(key, entry.getValue());
      } else if (entry.getValue() instanceof ConfigObject inner
          && inner.keySet().stream().noneMatch(WORDS::contains)) {
        walk(key, inner);
      } else {
        problems.add(
            key, "is not a known key." + NearestName.hint(key, known), entry.getValue().origin());
      }
    }
  }

  private void dimension(String key, ConfigValue value) {
    if (key.equals("run.seed")) {
      problems.add(
          key, "is no key of the space: sweep.seeds has the seeds of every trial", value.origin());
      return;
    }
    if (!(value instanceof ConfigObject group) || group.size() != 1) {
      problems.add(
          key,
          Text.format(
              "must be one of %s with a list, such as { log-uniform = [0.01, 1] }, found %s",
              String.join(", ", WORDS), GroupReader.show(value)),
          value.origin());
      return;
    }
    String word = group.keySet().iterator().next();
    if (!WORDS.contains(word) || !(group.get(word) instanceof ConfigList list)) {
      problems.add(
          key,
          Text.format(
              "must be one of %s with a list, found %s.%s",
              String.join(", ", WORDS), word, NearestName.hint(word, WORDS)),
          value.origin());
    } else if (word.equals("grid") || word.equals("choice")) {
      listed(key, word, list);
    } else {
      drawn(key, word, list);
    }
  }

  private void listed(String key, String word, ConfigList list) {
    Set<Object> seen = new HashSet<>();
    List<String> values = new ArrayList<>();
    for (ConfigValue value : list) {
      String text = value.render(ConfigRenderOptions.concise());
      if (word.equals("grid") && !(value.unwrapped() instanceof Number)) {
        problems.add(
            key, Text.format("grid takes numbers, found %s: write choice", text), value.origin());
      } else if (!seen.add(
          value.unwrapped() instanceof Number number ? number.doubleValue() : value.unwrapped())) {
        problems.add(
            key, Text.format("has %s twice, which would be the same trials", text), value.origin());
      }
      values.add(text);
    }
    if (values.isEmpty()) {
      problems.add(key, "must have a value at least, found none", list.origin());
    }
    dimensions.add(
        word.equals("grid") ? new Dimension.Grid(key, values) : new Dimension.Choice(key, values));
  }

  private void drawn(String key, String word, ConfigList list) {
    if (list.size() != 2
        || !(list.get(0).unwrapped() instanceof Number first)
        || !(list.get(1).unwrapped() instanceof Number second)) {
      problems.add(
          key,
          Text.format("%s takes the least and the highest number in brackets", word),
          list.origin());
      return;
    }
    double lower = first.doubleValue();
    double upper = second.doubleValue();
    boolean whole = lower == Math.rint(lower) && upper == Math.rint(upper);
    if (!(lower < upper) || !Double.isFinite(upper - lower)) {
      problems.add(
          key,
          Text.format("the least must be below the highest, found %s and %s", lower, upper),
          list.origin());
    } else if (word.startsWith("log-") && lower <= 0) {
      problems.add(
          key, Text.format("%s needs numbers above 0, found %s", word, lower), list.origin());
    } else if (word.endsWith("integers") && !whole) {
      problems.add(
          key,
          Text.format("%s takes integers, found %s and %s", word, lower, upper),
          list.origin());
    } else {
      dimensions.add(dimension(key, word, lower, upper));
    }
  }

  private static Dimension dimension(String key, String word, double lower, double upper) {
    return switch (word) {
      case "uniform" -> new Dimension.Uniform(key, lower, upper);
      case "log-uniform" -> new Dimension.LogUniform(key, lower, upper);
      case "integers" -> new Dimension.Integers(key, lower, upper);
      default -> new Dimension.LogIntegers(key, lower, upper);
    };
  }
}

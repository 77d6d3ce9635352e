package io.github.udrlpg.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Map;

/** Reads {@code sweep.strategy}. */
final class StrategyReader {
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "grid", List.of(),
          "random", List.of("trials"),
          "successive-halving", List.of("trials", "eta", "min-env-steps"),
          "hyperband", List.of("eta", "min-env-steps"));
  private static final long MOST_TRIALS = 9_999;

  private final Problems problems;

  StrategyReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Returns the strategy, or any where it is wrong.
   *
   * @param maxEnvSteps environment steps of a trial that is trained in full
   */
  Sweep.Strategy read(ConfigValue written, List<Dimension> space, long maxEnvSteps) {
    if ("grid".equals(written.unwrapped())) {
      return grid(space, written.origin());
    }
    if (!(written instanceof ConfigObject group)
        || group.size() != 1
        || !KEYS.containsKey(group.keySet().iterator().next())
        || !(group.values().iterator().next() instanceof ConfigObject values)) {
      problems.add(
          "sweep.strategy",
          "must be grid, random { trials }, successive-halving { trials, eta, min-env-steps } or"
              + " hyperband { eta, min-env-steps }, found "
              + written.render(com.typesafe.config.ConfigRenderOptions.concise()),
          written.origin());
      return new Sweep.Grid();
    }
    String name = group.keySet().iterator().next();
    requireKeys(name, values);
    return switch (name) {
      case "grid" -> grid(space, written.origin());
      case "random" -> new Sweep.Random((int) number(name, values, "trials", 1, MOST_TRIALS));
      case "successive-halving" ->
          new Sweep.Halving(
              (int) number(name, values, "trials", 2, MOST_TRIALS),
              eta(name, values),
              minEnvSteps(name, values, space, maxEnvSteps));
      default ->
          new Sweep.Hyperband(eta(name, values), minEnvSteps(name, values, space, maxEnvSteps));
    };
  }

  private Sweep.Strategy grid(List<Dimension> space, ConfigOrigin origin) {
    long settings = 1;
    for (Dimension dimension : space) {
      if (dimension instanceof Dimension.Listed listed) {
        settings = Math.min(MOST_TRIALS + 1, settings * Math.max(1, listed.values().size()));
      } else {
        problems.add(
            dimension.key(),
            "has no list of values, which strategy grid combines: write grid or choice, or take"
                + " another strategy",
            origin);
      }
    }
    if (settings > MOST_TRIALS) {
      problems.add(
          "sweep.strategy", Text.format("the grid has more than %d settings", MOST_TRIALS), origin);
    }
    return new Sweep.Grid();
  }

  private void requireKeys(String name, ConfigObject values) {
    values.forEach(
        (key, value) -> {
          if (!KEYS.get(name).contains(key)) {
            problems.add(
                Text.format("sweep.strategy.%s.%s", name, key),
                "is not a known key." + NearestName.hint(key, KEYS.get(name)),
                value.origin());
          }
        });
  }

  private int eta(String name, ConfigObject values) {
    return values.containsKey("eta") ? (int) number(name, values, "eta", 2, 100) : 3;
  }

  private long minEnvSteps(
      String name, ConfigObject values, List<Dimension> space, long maxEnvSteps) {
    if (space.stream().anyMatch(dimension -> dimension.key().equals("training.max-env-steps"))) {
      problems.add(
          "training.max-env-steps", Text.format("is what %s sets itself", name), values.origin());
    }
    return number(name, values, "min-env-steps", 1, maxEnvSteps);
  }

  private long number(String name, ConfigObject values, String key, long least, long most) {
    ConfigValue value = values.get(key);
    if (value == null
        || !(value.unwrapped() instanceof Number number)
        || number.doubleValue() != Math.rint(number.doubleValue())
        || number.longValue() < least
        || number.longValue() > most) {
      problems.add(
          Text.format("sweep.strategy.%s.%s", name, key),
          Text.format(
              "must be an integer from %d to %d, found %s",
              least, most, value == null ? "none" : GroupReader.show(value)),
          value == null ? values.origin() : value.origin());
      return least;
    }
    return number.longValue();
  }
}

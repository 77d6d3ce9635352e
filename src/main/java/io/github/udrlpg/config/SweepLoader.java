package io.github.udrlpg.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Loads a sweep: a configuration that all trials share, mostly an included preset, and the group
 * {@code sweep} that says which keys are varied and how.
 */
public final class SweepLoader {
  private static final String GROUP = "sweep";
  private static final List<String> KEYS =
      List.of("question", "seeds", "score", "seed", "strategy", "rollouts", "parallel", "space");
  private static final List<String> REQUIRED = List.of("question", "seeds", "strategy", "space");
  private static final Map<String, Object> DEFAULTS =
      Map.of("score", "final", "seed", 1, "rollouts", "in-task", "parallel", 2);

  private SweepLoader() {}

  /**
   * Loads a local file, which may include others.
   *
   * @param overrides {@code key=value} each, for every trial
   * @throws InvalidInputException naming everything that is wrong, and where it was written
   */
  public static Sweep load(Path file, List<String> overrides) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new InvalidInputException(
          "Cannot read sweep " + file + ": there is no readable file of that name");
    }
    return ConfigLoader.notTooDeep(file.toString(), () -> read(file, overrides));
  }

  private static Sweep read(Path file, List<String> overrides) {
    try {
      Config written =
          ConfigFactory.parseFile(
              file.toAbsolutePath().toFile(), ConfigLoader.options(file.toString()));
      KnownKeys.requireUnquoted(GROUP, KEYS, written.root());
      if (!written.hasPath(GROUP)) {
        throw new InvalidInputException(
            Text.format(
                "%s is no sweep: it has no group 'sweep' with the keys %s",
                file, String.join(", ", KEYS)));
      }
      Config sweep = written.getConfig(GROUP).resolve();
      ConfigLoader.Loaded base =
          ConfigLoader.load(
              Text.format("%s, what trials share", file),
              options -> written.withoutPath(GROUP),
              overrides);
      return read(file, sweep, base, overrides);
    } catch (ConfigException e) {
      throw new InvalidInputException(Text.format("Invalid sweep %s: %s", file, e.getMessage()), e);
    }
  }

  private static Sweep read(
      Path file, Config written, ConfigLoader.Loaded base, List<String> overrides) {
    Problems problems = new Problems();
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(written.root()).entrySet()) {
      if (!KEYS.contains(entry.getKey())) {
        problems.add(
            GROUP + "." + entry.getKey(),
            "is not a known key." + NearestName.hint(entry.getKey(), KEYS),
            entry.getValue().origin());
      }
    }
    for (String key : REQUIRED) {
      if (!written.hasPath(key)) {
        problems.add(GROUP + "." + key, "is missing", written.origin());
      }
    }
    if (!REQUIRED.stream().allMatch(written::hasPath)) {
      problems.throwIfAny(file.toString());
    }
    Config sweep = written.withFallback(ConfigFactory.parseMap(DEFAULTS));
    List<Dimension> space = new SpaceReader(problems).read(sweep.getObject("space"));
    Sweep.Strategy strategy =
        new StrategyReader(problems)
            .read(sweep.getValue("strategy"), space, base.settings().training().maxEnvSteps());
    requireNoneSet(space, overrides, problems);
    Sweep.Rollouts rollouts = rollouts(sweep, problems);
    int parallel = sweep.getInt("parallel");
    if (parallel < 1) {
      problems.add(
          "sweep.parallel",
          "must be a positive integer, found " + parallel,
          sweep.getValue("parallel").origin());
    }
    String question = sweep.getString("question");
    String seeds = sweep.getString("seeds");
    problems.throwIfAny(file.toString());
    return new Sweep(
        question,
        seeds,
        sweep.getString("score"),
        sweep.getLong("seed"),
        strategy,
        rollouts,
        parallel,
        space,
        base);
  }

  private static Sweep.Rollouts rollouts(Config sweep, Problems problems) {
    String word = sweep.getString("rollouts");
    if (!Set.of("in-task", "spread").contains(word)) {
      problems.add(
          "sweep.rollouts",
          Text.format(
              "must be in-task or spread, found '%s'.%s",
              word, NearestName.hint(word, List.of("in-task", "spread"))),
          sweep.getValue("rollouts").origin());
    }
    return word.equals("spread") ? Sweep.Rollouts.SPREAD : Sweep.Rollouts.IN_TASK;
  }

  /** A trial sets its keys over everything else: an override of one would be lost. */
  private static void requireNoneSet(
      List<Dimension> space, List<String> overrides, Problems problems) {
    for (String override : overrides) {
      ConfigObject set = ConfigFactory.parseString(override).root();
      for (Map.Entry<String, ConfigValue> entry : set.toConfig().entrySet()) {
        if (space.stream().anyMatch(dimension -> dimension.key().equals(entry.getKey()))) {
          problems.add(
              entry.getKey(),
              "is varied by sweep.space, so --set cannot set it",
              entry.getValue().origin());
        }
      }
    }
  }
}

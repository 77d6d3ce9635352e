package io.github.udrlpg.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Loads an experiment: a configuration that all arms share, mostly an included preset, and the
 * group {@code experiment} that says what is asked and in which keys the arms differ.
 */
public final class ExperimentLoader {
  private static final String GROUP = "experiment";
  private static final List<String> KEYS = List.of("question", "seeds", "compare", "arms");
  private static final List<String> ARM_KEYS = List.of("name", "set");

  private ExperimentLoader() {}

  /**
   * Loads a local file, which may include others.
   *
   * @param overrides {@code key=value} each, for every arm, over what the arm sets
   * @throws InvalidInputException naming what is wrong, and where it was written
   */
  public static Experiment load(Path file, List<String> overrides) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new InvalidInputException(
          "Cannot read experiment " + file + ": there is no readable file of that name");
    }
    return ConfigLoader.notTooDeep(file.toString(), () -> read(file, overrides));
  }

  private static Experiment read(Path file, List<String> overrides) {
    try {
      Config written =
          ConfigFactory.parseFile(
              file.toAbsolutePath().toFile(), ConfigLoader.options(file.toString()));
      KnownKeys.requireUnquoted(GROUP, KEYS, written.root());
      if (!written.hasPath(GROUP)) {
        throw new InvalidInputException(
            Text.format(
                "%s is no experiment: it has no group 'experiment' with the keys %s",
                file, String.join(", ", KEYS)));
      }
      Config experiment = written.getConfig(GROUP).resolve();
      requireKnown(experiment.root(), KEYS, "experiment.");
      return new Experiment(
          experiment.getString("question"),
          experiment.getString("seeds"),
          experiment.getStringList("compare"),
          arms(file, written.withoutPath(GROUP), experiment, overrides));
    } catch (ConfigException e) {
      throw new InvalidInputException(
          Text.format("Invalid experiment %s: %s", file, e.getMessage()), e);
    }
  }

  private static List<Experiment.Arm> arms(
      Path file, Config shared, Config experiment, List<String> overrides) {
    List<Experiment.Arm> arms = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Config arm : experiment.getConfigList("arms")) {
      requireKnown(arm.root(), ARM_KEYS, "experiment.arms: ");
      String name = arm.getString("name");
      if (!name.matches("[a-z0-9][a-z0-9.-]{0,60}") || !names.add(name)) {
        throw new InvalidInputException(
            Text.format(
                    "Invalid experiment %s: names of arms must be lower case with digits, dots and"
                        + " dashes,",
                    file)
                + Text.format(" each another, found '%s'", name));
      }
      Config keys =
          (arm.hasPath("set") ? arm.getConfig("set") : ConfigFactory.empty()).withFallback(shared);
      arms.add(
          new Experiment.Arm(
              name,
              ConfigLoader.load(
                  Text.format("%s, arm %s", file, name), options -> keys, overrides)));
    }
    if (arms.size() < 2) {
      throw new InvalidInputException(
          Text.format(
              "Invalid experiment %s: experiment.arms must be at least two, found %d",
              file, arms.size()));
    }
    return arms;
  }

  private static void requireKnown(ConfigObject written, List<String> known, String prefix) {
    for (String key : new TreeSet<>(written.keySet())) {
      if (!known.contains(key)) {
        throw new ConfigException.Generic(
            Text.format(
                "%s%s is not a known key.%s (%s)",
                prefix,
                key,
                NearestName.hint(key, known),
                written.get(key).origin().description()));
      }
    }
  }
}

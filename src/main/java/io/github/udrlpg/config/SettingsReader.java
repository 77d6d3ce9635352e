package io.github.udrlpg.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads every group of settings and gathers the problems of all. */
final class SettingsReader {
  private final KnownKeys keys;
  private final ConfigObject written;
  private final Problems problems;
  private final Set<String> invalidGroups = new HashSet<>();
  private final Map<String, Map<String, Object>> canonical = new LinkedHashMap<>();

  /**
   * Creates a reader.
   *
   * @param written what the user wrote, resolved
   */
  SettingsReader(KnownKeys keys, ConfigObject written, Problems problems) {
    this.keys = keys;
    this.written = written;
    this.problems = problems;
  }

  /** Returns the settings, or nothing where groups do not fit each other. */
  Optional<Settings> read() {
    RunSettings run = group("run", RunSettings::read);
    EnvSettings env = group("env", EnvSettings::read);
    ReturnSettings returns = group("returns", ReturnSettings::read);
    PolicySettings policy = group("policy", PolicySettings::read);
    GeneratorSettings generator = group("generator", GeneratorSettings::read);
    BufferSettings buffer = group("buffer", BufferSettings::read);
    RolloutSettings rollout = group("rollout", RolloutSettings::read);
    CoverageSettings coverage = group("coverage", CoverageSettings::read);
    TrainingSettings training = group("training", TrainingSettings::read);
    EvaluationSettings evaluation = group("evaluation", EvaluationSettings::read);
    CalibrationSettings calibration = group("calibration", CalibrationSettings::read);
    StoreSettings store = group("store", StoreSettings::read);
    CheckpointSettings checkpoint = group("checkpoint", CheckpointSettings::read);
    ProgressSettings progress = group("progress", ProgressSettings::read);
    TrackingSettings tracking = group("tracking", TrackingSettings::read);
    try {
      return Optional.of(
          new Settings(
              run,
              env,
              returns,
              policy,
              generator,
              buffer,
              rollout,
              coverage,
              training,
              evaluation,
              calibration,
              store,
              checkpoint,
              progress,
              tracking));
    } catch (InvalidSettingsException e) {
      // The defaults stand in for an invalid group: what does not fit them says nothing.
      e.problems().stream()
          .filter(problem -> problem.keys().stream().noneMatch(this::isInInvalidGroup))
          .forEach(problem -> problems.add(problem, written));
      return Optional.empty();
    }
  }

  /** Returns every value that was read, defaults included, as JSON in one spelling. */
  String json() {
    return ConfigValueFactory.fromMap(canonical).render(ConfigRenderOptions.concise());
  }

  /** Returns the same in HOCON, a line for each key. */
  String hocon() {
    StringBuilder text = new StringBuilder();
    canonical.forEach(
        (group, values) -> {
          text.append(group).append(" {\n");
          values.forEach(
              (key, value) ->
                  text.append("  ")
                      .append(key)
                      .append(" = ")
                      .append(
                          ConfigValueFactory.fromAnyRef(value)
                              .render(ConfigRenderOptions.concise()))
                      .append('\n'));
          text.append("}\n");
        });
    return text.toString();
  }

  private <T> T group(String name, Function<GroupReader, T> read) {
    GroupReader reader = new GroupReader(name, keys.complete(name, written), keys.defaults(name));
    try {
      T group = read.apply(reader);
      report(name, reader.problems());
      canonical.put(name, reader.canonical());
      return group;
    } catch (InvalidSettingsException e) {
      report(name, reader.problems());
      List<String> mistyped =
          reader.problems().stream().flatMap(problem -> problem.keys().stream()).toList();
      report(
          name,
          e.problems().stream()
              .filter(problem -> problem.keys().stream().noneMatch(mistyped::contains))
              .toList());
      return read.apply(new GroupReader(name, keys.defaults(name), keys.defaults(name)));
    }
  }

  private void report(String group, List<Problem> found) {
    if (!found.isEmpty()) {
      invalidGroups.add(group);
      found.forEach(problem -> problems.add(problem, written));
    }
  }

  private boolean isInInvalidGroup(String key) {
    return invalidGroups.contains(key.substring(0, key.indexOf('.')));
  }
}

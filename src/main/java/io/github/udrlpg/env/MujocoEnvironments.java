package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The built-in tasks. Each model is compiled once for all environments of this process. */
final class MujocoEnvironments implements EnvironmentProvider {
  private static final Map<String, Supplier<MujocoTask>> TASKS = tasks();
  private static final Map<String, MujocoModel> MODELS = new ConcurrentHashMap<>();

  @Override
  public Collection<String> ids() {
    return TASKS.keySet();
  }

  @Override
  public EnvironmentSpec spec(String id) {
    return TASKS.get(id).get().spec();
  }

  @Override
  public MujocoEnvironment create(String id) {
    MujocoTask task = TASKS.get(id).get();
    return new MujocoEnvironment(task, model(task.model()));
  }

  static MujocoModel model(String fileName) {
    return MODELS.computeIfAbsent(fileName, MujocoEnvironments::load);
  }

  private static Map<String, Supplier<MujocoTask>> tasks() {
    Map<String, Supplier<MujocoTask>> tasks = new TreeMap<>();
    add(tasks, InvertedPendulum.NAME, InvertedPendulum::new);
    add(tasks, Swimmer.NAME, Swimmer::new);
    add(tasks, Hopper.NAME, Hopper::new);
    return tasks;
  }

  private static void add(
      Map<String, Supplier<MujocoTask>> tasks, String name, Function<RuleSet, MujocoTask> task) {
    for (RuleSet rules : RuleSet.values()) {
      tasks.put(rules.id(name), () -> task.apply(rules));
    }
  }

  private static MujocoModel load(String fileName) {
    String resource = "models/" + fileName;
    try (InputStream stream = MujocoEnvironments.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(
            Text.format(
                    "The model %s is missing from the jar: build it again with 'mvn package', which"
                        + " fetches",
                    resource)
                + " the models");
      }
      return MujocoModel.parse(fileName, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the model " + resource + " from the jar", e);
    }
  }
}

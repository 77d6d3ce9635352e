package io.github.udrlpg.env;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The built-in tasks: those of Gymnasium on MuJoCo. */
final class MujocoEnvironments implements EnvironmentProvider {
  private static final List<RuleSet> BOTH = List.of(RuleSet.V4, RuleSet.V5);
  private static final Map<String, Supplier<MujocoTask>> TASKS = tasks();

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
    return new MujocoEnvironment(task, task.model().compiled());
  }

  /** Returns why a task that Gymnasium has is not here, if it is one. */
  static Optional<String> refusal(String id) {
    return id.equals("Pusher-v4")
        ? Optional.of(
            "Pusher-v4 cannot be simulated by MuJoCo 3: its object is so light that the arm passes"
                + " through it, and Gymnasium refuses it too. Take Pusher-v5")
        : Optional.empty();
  }

  private static Map<String, Supplier<MujocoTask>> tasks() {
    Map<String, Supplier<MujocoTask>> tasks = new TreeMap<>();
    add(tasks, BOTH, Ant.NAME, Ant::new);
    add(tasks, BOTH, HalfCheetah.NAME, HalfCheetah::new);
    add(tasks, BOTH, Hopper.NAME, Hopper::new);
    add(tasks, BOTH, Humanoid.NAME, Humanoid::new);
    add(tasks, BOTH, HumanoidStandup.NAME, HumanoidStandup::new);
    add(tasks, BOTH, InvertedDoublePendulum.NAME, InvertedDoublePendulum::new);
    add(tasks, BOTH, InvertedPendulum.NAME, InvertedPendulum::new);
    add(tasks, List.of(RuleSet.V5), Pusher.NAME, Pusher::new);
    add(tasks, BOTH, Reacher.NAME, Reacher::new);
    add(tasks, BOTH, Swimmer.NAME, Swimmer::new);
    add(tasks, BOTH, Walker2d.NAME, Walker2d::new);
    return tasks;
  }

  private static void add(
      Map<String, Supplier<MujocoTask>> tasks,
      List<RuleSet> versions,
      String name,
      Function<RuleSet, MujocoTask> task) {
    for (RuleSet rules : versions) {
      tasks.put(rules.id(name), () -> task.apply(rules));
    }
  }
}

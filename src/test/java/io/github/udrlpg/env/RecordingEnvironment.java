package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A MuJoCo task that remembers first state, actions and last state of every episode. */
public final class RecordingEnvironment implements Environment {
  private final MujocoEnvironment environment;
  private final List<Trajectory> trajectories = new ArrayList<>();

  /** What happened in one episode. */
  private static final class Trajectory {
    private final double[] firstState;
    private final List<double[]> actions = new ArrayList<>();
    private double[] lastState;

    Trajectory(double[] firstState) {
      this.firstState = firstState;
      this.lastState = firstState;
    }

    int doubles() {
      return firstState.length
          + actions.stream().mapToInt(action -> action.length).sum()
          + lastState.length;
    }
  }

  private RecordingEnvironment(MujocoEnvironment environment) {
    this.environment = environment;
  }

  /** Creates one of the built-in environments; its rules change nothing that is recorded. */
  public static RecordingEnvironment create(String id) {
    return new RecordingEnvironment(new MujocoEnvironments().create(id));
  }

  @Override
  public EnvironmentSpec spec() {
    return environment.spec();
  }

  @Override
  public void reset(long seed, Transition out) {
    environment.reset(seed, out);
    trajectories.add(new Trajectory(state()));
  }

  @Override
  public void step(double[] action, Transition out) {
    environment.step(action, out);
    Trajectory trajectory = trajectories.get(trajectories.size() - 1);
    trajectory.actions.add(action.clone());
    trajectory.lastState = state();
  }

  @Override
  public void close() {
    environment.close();
  }

  /** Forgets everything that was recorded. */
  public void clear() {
    trajectories.clear();
  }

  /** Copies the model's MJCF. */
  public void writeModel(Path file) throws IOException {
    try (InputStream model =
        getClass().getResourceAsStream("models/" + environment.task().model())) {
      Files.copy(model, file);
    }
  }

  /** Writes all episodes in the form that {@code src/test/cpp/physics_loop.cpp} describes. */
  public void writeRecording(Path file) throws IOException {
    int doubles = trajectories.stream().mapToInt(Trajectory::doubles).sum();
    int integers = 3 + trajectories.size();
    ByteBuffer bytes =
        ByteBuffer.allocate(integers * Integer.BYTES + doubles * Double.BYTES)
            .order(ByteOrder.nativeOrder());
    boolean contactForces = environment.task().reads().contains(MujocoArray.CFRC_EXT);
    bytes
        .putInt(environment.task().frameSkip())
        .putInt(contactForces ? 1 : 0)
        .putInt(trajectories.size());
    for (Trajectory trajectory : trajectories) {
      bytes.putInt(trajectory.actions.size());
      put(bytes, trajectory.firstState);
      trajectory.actions.forEach(action -> put(bytes, action));
      put(bytes, trajectory.lastState);
    }
    Files.write(file, bytes.array());
  }

  private static void put(ByteBuffer bytes, double[] values) {
    bytes.asDoubleBuffer().put(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
  }

  /** Returns positions, then velocities. */
  private double[] state() {
    MujocoSimulation simulation = environment.simulation();
    MujocoModel model = simulation.model();
    double[] state = new double[model.positions() + model.velocities()];
    Arrays.setAll(
        state,
        i -> i < model.positions() ? simulation.qpos(i) : simulation.qvel(i - model.positions()));
    return state;
  }
}

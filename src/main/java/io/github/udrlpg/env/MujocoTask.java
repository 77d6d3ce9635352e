package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The rules of one task over a MuJoCo simulation: everything that tells, say, Hopper from Swimmer.
 * The built-in tasks extend it, and so do a user's own, whose {@link EnvironmentProvider} returns
 * {@link #environment}; docs/own-mujoco-task.md has an example.
 *
 * <p>An instance belongs to one environment, which belongs to one thread, and may remember what it
 * needs between the callbacks of a step. Nothing that is called in a step should allocate.
 */
public abstract class MujocoTask {
  private final EnvironmentSpec spec;
  private final Mjcf model;
  private final int frameSkip;
  private final Set<MujocoArray> reads;

  /**
   * Describes a task.
   *
   * @param model what is simulated
   * @param frameSkip how many simulation steps make one environment step
   * @param reads what the callbacks read of a simulation beside positions and velocities
   */
  protected MujocoTask(EnvironmentSpec spec, Mjcf model, int frameSkip, MujocoArray... reads) {
    this.spec = spec;
    this.model = model;
    this.frameSkip = frameSkip;
    this.reads = Set.copyOf(List.of(reads));
  }

  /** Returns what is known of the task without running it. */
  public final EnvironmentSpec spec() {
    return spec;
  }

  /**
   * Returns an environment that plays by these rules. Each model is compiled once for all
   * environments of a process.
   *
   * @throws io.github.udrlpg.InvalidInputException if the model cannot be read, MuJoCo refuses it,
   *     or it lacks what the task names
   */
  public final Environment environment() {
    return new MujocoEnvironment(this, model.compiled());
  }

  final Mjcf model() {
    return model;
  }

  final int frameSkip() {
    return frameSkip;
  }

  final Set<MujocoArray> reads() {
    return reads;
  }

  /**
   * Looks up what the callbacks need of the model, such as the numbers of bodies; called once,
   * before everything else.
   *
   * @throws io.github.udrlpg.mujoco.MujocoException if the model does not have it
   */
  protected void prepare(MujocoModel compiled) {}

  /**
   * Perturbs the initial state in place.
   *
   * @param random the only source of randomness: the same seed gives the same state
   * @param qpos positions of the model's initial state, {@code [nq]}
   * @param qvel velocities of it, {@code [nv]}
   */
  protected abstract void perturb(RandomGenerator random, double[] qpos, double[] qvel);

  /** Writes the observation of the present state, part by part, until it is full. */
  protected abstract void observe(MujocoSimulation simulation, Observation observation);

  /** Remembers what the reward of the coming step needs of the state before it. */
  protected void beforeStep(MujocoSimulation simulation) {}

  /**
   * Pays for the step that was just taken, and terminates the episode if it ended.
   *
   * @param action as it was given, clipped by nobody
   * @param out to be paid and terminated; the observation is written already
   */
  protected abstract void afterStep(MujocoSimulation simulation, double[] action, Transition out);

  /** Returns the length of an environment step in seconds. */
  protected final double seconds(MujocoSimulation simulation) {
    return simulation.model().timestepSeconds() * frameSkip;
  }

  /** Returns {@code Σ values²}. */
  protected static double sumOfSquares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /** Returns a number between two others. */
  protected static double uniform(RandomGenerator random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  /**
   * Adds to every value an independent number, uniform within {@code ±scale}. Stored episodes are
   * played again from their seeds, so not even the rounding may change.
   */
  protected static void addUniform(RandomGenerator random, double scale, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += scale * (2 * random.nextDouble() - 1);
    }
  }

  /** Adds to every value an independent normal number. */
  protected static void addNormal(RandomGenerator random, double deviation, double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] += deviation * random.nextGaussian();
    }
  }
}

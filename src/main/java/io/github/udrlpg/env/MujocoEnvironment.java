package io.github.udrlpg.env;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.mujoco.MujocoException;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** What all MuJoCo tasks have in common: the order of a step, and what happens on divergence. */
final class MujocoEnvironment implements Environment {
  private final MujocoTask task;
  private final MujocoSimulation simulation;
  private final Observation observation;
  private final double[] qpos;
  private final double[] qvel;

  /** The last finite observation; a diverged step gives it again. */
  private double[] lastObservation;

  private double[] newObservation;

  MujocoEnvironment(MujocoTask task, MujocoModel model) {
    this.task = task;
    requireFitting(task.spec(), model);
    try {
      task.prepare(model);
    } catch (MujocoException e) {
      throw new InvalidInputException(
          Text.format("The task %s does not fit its model: %s", task.spec().id(), e.getMessage()),
          e);
    }
    this.simulation = new MujocoSimulation(model, task.reads());
    this.observation = new Observation(task.spec().id(), simulation);
    this.qpos = new double[model.positions()];
    this.qvel = new double[model.velocities()];
    this.lastObservation = new double[task.spec().observationSize()];
    this.newObservation = new double[task.spec().observationSize()];
  }

  private static void requireFitting(EnvironmentSpec spec, MujocoModel model) {
    if (spec.actionSpace().actionSize() != model.controls()) {
      throw new InvalidInputException(
          Text.format(
              "The task %s has actions of %d numbers, and its model %s has %d actuators",
              spec.id(), spec.actionSpace().actionSize(), model.name(), model.controls()));
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return task.spec();
  }

  MujocoTask task() {
    return task;
  }

  MujocoSimulation simulation() {
    return simulation;
  }

  @Override
  public void reset(long seed, Transition out) {
    simulation.reset();
    Arrays.setAll(qpos, simulation::qpos);
    Arrays.setAll(qvel, simulation::qvel);
    UniformRandomProvider stream = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    RandomGenerator random = stream::nextLong;
    task.perturb(random, qpos, qvel);
    begin(qpos, qvel, out);
  }

  /** Starts an episode in a given state instead of a random one. */
  void resetTo(double[] positions, double[] velocities, Transition out) {
    simulation.reset();
    begin(positions, velocities, out);
  }

  private void begin(double[] positions, double[] velocities, Transition out) {
    checkSize(out);
    simulation.setState(positions, velocities);
    observe(lastObservation);
    out.clear();
    write(out);
  }

  private void observe(double[] into) {
    observation.begin(into);
    task.observe(simulation, observation);
    observation.end();
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    task.beforeStep(simulation);
    int warnings = simulation.step(action, task.frameSkip());
    observe(newObservation);
    task.afterStep(simulation, action, out);
    if (warnings > 0 || !simulation.isFinite() || !Double.isFinite(out.reward())) {
      out.diverge();
    } else {
      double[] swap = lastObservation;
      lastObservation = newObservation;
      newObservation = swap;
    }
    write(out);
  }

  @Override
  public void close() {
    simulation.close();
  }

  private void write(Transition out) {
    System.arraycopy(lastObservation, 0, out.observation(), 0, lastObservation.length);
  }

  private void checkSize(Transition out) {
    if (out.observation().length != lastObservation.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Wrong observation size of a transition for %s: expected %d, found %d",
              spec().id(), lastObservation.length, out.observation().length));
    }
  }
}

package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import org.apache.commons.rng.simple.RandomSource;

/** What all MuJoCo tasks have in common: the order of a step, and what happens on divergence. */
final class MujocoEnvironment implements Environment {
  private final MujocoTask task;
  private final MujocoSimulation simulation;
  private final double[] qpos;
  private final double[] qvel;

  /** The last finite observation; a diverged step gives it again. */
  private double[] lastObservation;

  private double[] newObservation;

  MujocoEnvironment(MujocoTask task, MujocoModel model) {
    this.task = task;
    this.simulation = new MujocoSimulation(model);
    this.qpos = new double[model.positions()];
    this.qvel = new double[model.velocities()];
    this.lastObservation = new double[task.spec().observationSize()];
    this.newObservation = new double[task.spec().observationSize()];
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
    task.perturb(RandomSource.XO_RO_SHI_RO_128_PP.create(seed), qpos, qvel);
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
    task.observe(simulation, lastObservation);
    out.clear();
    write(out);
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    task.beforeStep(simulation);
    int warnings = simulation.step(action, task.frameSkip());
    task.observe(simulation, newObservation);
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

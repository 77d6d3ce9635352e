package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The rules of one task over a MuJoCo simulation: everything that tells, say, Hopper from Swimmer.
 * {@link MujocoEnvironment} does the rest. An instance belongs to one environment and may remember
 * what it needs between the callbacks of a step.
 */
interface MujocoTask {
  EnvironmentSpec spec();

  /** Returns the file name of the model. */
  String model();

  /** Returns how many simulation steps make one environment step. */
  int frameSkip();

  /**
   * Perturbs the initial state in place.
   *
   * @param qpos positions, [nq]
   * @param qvel velocities, [nv]
   */
  void perturb(UniformRandomProvider random, double[] qpos, double[] qvel);

  /** Writes the observation of the present state. */
  void observe(MujocoSimulation simulation, double[] observation);

  /** Remembers what the reward of the coming step needs of the state before it. */
  void beforeStep(MujocoSimulation simulation);

  /** Pays for the step that was just taken, and terminates the episode if it ended. */
  void afterStep(MujocoSimulation simulation, double[] action, Transition out);
}

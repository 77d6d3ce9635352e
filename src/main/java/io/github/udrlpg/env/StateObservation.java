package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;

/** Observations that are positions followed by velocities. */
final class StateObservation {
  private StateObservation() {}

  /**
   * Writes positions and velocities.
   *
   * @param firstPosition how many positions are left out: those that say where the body is
   * @param velocityLimit velocities are clipped to {@code ±velocityLimit}; may be infinite
   * @param observation receives [nq − firstPosition + nv] numbers
   */
  static void write(
      MujocoSimulation simulation, int firstPosition, double velocityLimit, double[] observation) {
    int positions = simulation.model().positions() - firstPosition;
    for (int i = 0; i < positions; i++) {
      observation[i] = simulation.qpos(firstPosition + i);
    }
    for (int i = 0; i < simulation.model().velocities(); i++) {
      observation[positions + i] =
          Math.max(-velocityLimit, Math.min(velocityLimit, simulation.qvel(i)));
    }
  }
}

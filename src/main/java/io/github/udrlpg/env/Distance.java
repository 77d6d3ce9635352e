package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoSimulation;

/** Distances between bodies of a simulation that reads {@link MujocoArray#XPOS}, in metres. */
final class Distance {
  private Distance() {}

  /** Returns how far one body is ahead of another along an axis. */
  static double along(MujocoSimulation simulation, int body, int other, int axis) {
    return simulation.value(MujocoArray.XPOS, 3 * body + axis)
        - simulation.value(MujocoArray.XPOS, 3 * other + axis);
  }

  /** Returns the distance between two bodies. */
  static double of(MujocoSimulation simulation, int body, int other) {
    double squares = 0;
    for (int axis = 0; axis < 3; axis++) {
      double difference = along(simulation, body, other, axis);
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }
}

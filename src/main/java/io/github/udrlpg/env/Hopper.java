package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;

/**
 * A leg hops until it falls over or its state leaves the healthy range.
 *
 * <p>Source: Gymnasium 1.3.0, Hopper-v4 and -v5. Under -v4 the step that ends the episode is still
 * paid the bonus.
 */
final class Hopper extends UprightTask {
  static final String NAME = "Hopper";

  private static final double MIN_HEIGHT_METRES = 0.7;
  private static final double MAX_ANGLE_RADIANS = 0.2;
  private static final double MAX_HEALTHY_STATE = 100;

  Hopper(RuleSet rules) {
    super(
        rules,
        new EnvironmentSpec(rules.id(NAME), 11, new ActionSpace.Box(3, 1), 1000),
        Mjcf.bundled("hopper.xml"));
  }

  @Override
  boolean isUpright(double height, double angle) {
    return height > MIN_HEIGHT_METRES && Math.abs(angle) < MAX_ANGLE_RADIANS;
  }

  @Override
  boolean isHealthy(MujocoSimulation simulation) {
    return super.isHealthy(simulation) && isStateHealthy(simulation);
  }

  /** Distance and height may be of any size, everything else must stay in its range. */
  private static boolean isStateHealthy(MujocoSimulation simulation) {
    for (int i = 2; i < simulation.model().positions(); i++) {
      if (!(Math.abs(simulation.qpos(i)) < MAX_HEALTHY_STATE)) {
        return false;
      }
    }
    for (int i = 0; i < simulation.model().velocities(); i++) {
      if (!(Math.abs(simulation.qvel(i)) < MAX_HEALTHY_STATE)) {
        return false;
      }
    }
    return true;
  }
}

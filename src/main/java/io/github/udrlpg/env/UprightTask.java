package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * A body that walks or hops in a plane: forward velocity, a survival bonus of 1, minus a control
 * cost, until it falls. Its state begins with distance, height and angle; the distance is not
 * observed, and velocities are, up to a limit.
 */
abstract class UprightTask extends ForwardTask {
  private static final double RESET_NOISE = 0.005;
  private static final double MAX_OBSERVED_VELOCITY = 10;
  private static final double CONTROL_COST_WEIGHT = 1e-3;
  private static final int FRAME_SKIP = 4;

  private final RuleSet rules;

  UprightTask(RuleSet rules, EnvironmentSpec spec, Mjcf model) {
    super(spec, model, FRAME_SKIP, CONTROL_COST_WEIGHT);
    this.rules = rules;
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addUniform(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(1).velocitiesWithin(MAX_OBSERVED_VELOCITY);
  }

  @Override
  double bonus(boolean healthy) {
    return rules.survival(healthy, 1);
  }

  @Override
  boolean isHealthy(MujocoSimulation simulation) {
    return isUpright(simulation.qpos(1), simulation.qpos(2));
  }

  /**
   * Returns whether it stands.
   *
   * @param height in metres
   * @param angle in radians
   */
  abstract boolean isUpright(double height, double angle);
}

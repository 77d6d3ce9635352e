package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * A pole on a cart is balanced: 1 for every step until it leans by more than 0.2 rad. The reward is
 * the task itself here, not a survival bonus on top of one.
 *
 * <p>Source: Gymnasium 1.3.0, InvertedPendulum-v4 and -v5.
 */
final class InvertedPendulum extends MujocoTask {
  static final String NAME = "InvertedPendulum";

  private static final double RESET_NOISE = 0.01;
  private static final double MAX_ANGLE_RADIANS = 0.2;

  private final RuleSet rules;

  InvertedPendulum(RuleSet rules) {
    super(
        new EnvironmentSpec(rules.id(NAME), 4, new ActionSpace.Box(1, 3), 1000),
        Mjcf.bundled("inverted_pendulum.xml"),
        2);
    this.rules = rules;
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addUniform(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(0).velocities();
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    boolean upright = Math.abs(simulation.qpos(1)) <= MAX_ANGLE_RADIANS;
    out.pay(rules.survival(upright, 1), 0);
    if (!upright) {
      out.terminate();
    }
  }
}

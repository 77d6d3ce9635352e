package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * A cheetah cut in half runs: forward velocity minus a control cost, and no end but truncation. The
 * rules of -v4 and -v5 are the same.
 *
 * <p>Source: Gymnasium 1.3.0, HalfCheetah-v4 and -v5.
 */
final class HalfCheetah extends ForwardTask {
  static final String NAME = "HalfCheetah";

  private static final double RESET_NOISE = 0.1;

  HalfCheetah(RuleSet rules) {
    super(
        new EnvironmentSpec(rules.id(NAME), 17, new ActionSpace.Box(6, 1), 1000),
        Mjcf.bundled("half_cheetah.xml"),
        5,
        0.1);
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addNormal(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(1).velocities();
  }
}

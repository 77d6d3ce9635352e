package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * A chain of three links swims: forward velocity minus a control cost, and no end but truncation.
 * The rules of -v4 and -v5 are the same.
 *
 * <p>Source: Gymnasium 1.3.0, Swimmer-v4 and -v5.
 */
final class Swimmer extends ForwardTask {
  static final String NAME = "Swimmer";

  private static final double RESET_NOISE = 0.1;

  /** The position in the plane is not observed. */
  private static final int FIRST_OBSERVED = 2;

  Swimmer(RuleSet rules) {
    super(
        new EnvironmentSpec(rules.id(NAME), 8, new ActionSpace.Box(2, 1), 1000),
        Mjcf.bundled("swimmer.xml"),
        4,
        1e-4);
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addUniform(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(FIRST_OBSERVED).velocities();
  }
}

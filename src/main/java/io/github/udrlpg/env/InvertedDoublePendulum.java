package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * Two poles on a cart, one on top of the other, are balanced: 10 for every step, which is the task
 * itself, minus what the tip is off its place and how fast the joints turn, until the tip sinks to
 * 1 m.
 *
 * <p>Source: Gymnasium 1.3.0, InvertedDoublePendulum-v4 and -v5. Under -v5 two forces that are
 * always 0 are not observed.
 */
final class InvertedDoublePendulum extends MujocoTask {
  static final String NAME = "InvertedDoublePendulum";

  private static final double RESET_NOISE = 0.1;
  private static final double MAX_OBSERVED = 10;
  private static final double MIN_HEIGHT_METRES = 1;
  private static final double TIP_HEIGHT_METRES = 2;

  private final RuleSet rules;

  InvertedDoublePendulum(RuleSet rules) {
    super(
        new EnvironmentSpec(
            rules.id(NAME), rules == RuleSet.V4 ? 11 : 9, new ActionSpace.Box(1, 1), 1000),
        Mjcf.bundled("inverted_double_pendulum.xml"),
        5,
        MujocoArray.SITE_XPOS,
        MujocoArray.QFRC_CONSTRAINT);
    this.rules = rules;
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addNormal(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation
        .positions(0, 1)
        .add(Math.sin(simulation.qpos(1)))
        .add(Math.sin(simulation.qpos(2)))
        .add(Math.cos(simulation.qpos(1)))
        .add(Math.cos(simulation.qpos(2)))
        .velocitiesWithin(MAX_OBSERVED)
        .arrayWithin(MujocoArray.QFRC_CONSTRAINT, 0, rules == RuleSet.V4 ? 3 : 1, MAX_OBSERVED);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double x = simulation.value(MujocoArray.SITE_XPOS, 0);
    double y = simulation.value(MujocoArray.SITE_XPOS, 2);
    double lower = simulation.qvel(1);
    double upper = simulation.qvel(2);
    boolean upright = y > MIN_HEIGHT_METRES;
    double offPlace = 0.01 * x * x + (y - TIP_HEIGHT_METRES) * (y - TIP_HEIGHT_METRES);
    double turning = 1e-3 * lower * lower + 5e-3 * upper * upper;
    out.pay(rules.survival(upright, 10) - offPlace - turning, 0);
    if (!upright) {
      out.terminate();
    }
  }
}

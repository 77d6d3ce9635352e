package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * Four legs walk: forward velocity of the torso, plus a survival bonus of 1, minus a control cost
 * and under -v5 a cost of contact forces, until the torso leaves its healthy heights.
 *
 * <p>Source: Gymnasium 1.3.0, Ant-v4 and -v5. Under -v4 contact forces are neither observed nor
 * paid for, and the step that ends the episode is still paid the bonus.
 */
final class Ant extends ForwardTask {
  static final String NAME = "Ant";

  private static final double RESET_NOISE = 0.1;
  private static final double CONTROL_COST_WEIGHT = 0.5;
  private static final double CONTACT_COST_WEIGHT = 5e-4;
  private static final double MAX_CONTACT_FORCE = 1;
  private static final double MIN_HEIGHT_METRES = 0.2;
  private static final double MAX_HEIGHT_METRES = 1;

  private final RuleSet rules;
  private int torso;

  Ant(RuleSet rules) {
    super(
        new EnvironmentSpec(
            rules.id(NAME), rules == RuleSet.V4 ? 27 : 105, new ActionSpace.Box(8, 1), 1000),
        Mjcf.bundled("ant.xml"),
        5,
        CONTROL_COST_WEIGHT,
        rules == RuleSet.V4
            ? new MujocoArray[] {MujocoArray.XPOS}
            : new MujocoArray[] {MujocoArray.XPOS, MujocoArray.CFRC_EXT});
    this.rules = rules;
  }

  @Override
  protected void prepare(MujocoModel compiled) {
    torso = compiled.body("torso");
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addNormal(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(2).velocities();
    if (rules == RuleSet.V5) {
      // The first six are of the world.
      observation.arrayWithin(
          MujocoArray.CFRC_EXT, 6, simulation.size(MujocoArray.CFRC_EXT), MAX_CONTACT_FORCE);
    }
  }

  @Override
  double x(MujocoSimulation simulation) {
    return simulation.value(MujocoArray.XPOS, 3 * torso);
  }

  @Override
  boolean isHealthy(MujocoSimulation simulation) {
    double height = simulation.qpos(2);
    return simulation.isFinite() && height >= MIN_HEIGHT_METRES && height <= MAX_HEIGHT_METRES;
  }

  @Override
  double bonus(boolean healthy) {
    return rules.survival(healthy, 1);
  }

  @Override
  double contactCost(MujocoSimulation simulation) {
    if (rules == RuleSet.V4) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < simulation.size(MujocoArray.CFRC_EXT); i++) {
      double force = Observation.clip(simulation.value(MujocoArray.CFRC_EXT, i), MAX_CONTACT_FORCE);
      sum += force * force;
    }
    return CONTACT_COST_WEIGHT * sum;
  }
}

package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * A body with two arms and two legs, and what both tasks of it share: observations, initial states
 * and the cost of contacts.
 *
 * <p>Source: Gymnasium 1.3.0. Under -v5 entries that are always 0 are not observed: those of the
 * world, and the forces on the free joint.
 */
abstract class HumanoidTask extends MujocoTask {
  private static final double RESET_NOISE = 0.01;
  private static final double CONTROL_COST_WEIGHT = 0.1;
  private static final double CONTACT_COST_WEIGHT = 5e-7;
  private static final double MAX_CONTACT_COST = 10;
  private static final int FRAME_SKIP = 5;

  /** Velocities of the joint that holds nothing. */
  private static final int FREE = 6;

  private final RuleSet rules;

  HumanoidTask(RuleSet rules, String name, String model) {
    super(
        new EnvironmentSpec(
            rules.id(name), rules == RuleSet.V4 ? 376 : 348, new ActionSpace.Box(17, 0.4), 1000),
        Mjcf.bundled(model),
        FRAME_SKIP,
        MujocoArray.XIPOS,
        MujocoArray.CINERT,
        MujocoArray.CVEL,
        MujocoArray.QFRC_ACTUATOR,
        MujocoArray.CFRC_EXT);
    this.rules = rules;
  }

  RuleSet rules() {
    return rules;
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, RESET_NOISE, qpos);
    addUniform(random, RESET_NOISE, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    int bodies = rules == RuleSet.V4 ? 0 : 1;
    observation
        .positions(2)
        .velocities()
        .array(MujocoArray.CINERT, 10 * bodies)
        .array(MujocoArray.CVEL, 6 * bodies)
        .array(MujocoArray.QFRC_ACTUATOR, rules == RuleSet.V4 ? 0 : FREE)
        .array(MujocoArray.CFRC_EXT, 6 * bodies);
  }

  static double controlCost(double[] action) {
    return CONTROL_COST_WEIGHT * sumOfSquares(action);
  }

  static double contactCost(MujocoSimulation simulation) {
    double sum = 0;
    for (int i = 0; i < simulation.size(MujocoArray.CFRC_EXT); i++) {
      double force = simulation.value(MujocoArray.CFRC_EXT, i);
      sum += force * force;
    }
    return Math.min(CONTACT_COST_WEIGHT * sum, MAX_CONTACT_COST);
  }
}

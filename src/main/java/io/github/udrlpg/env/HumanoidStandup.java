package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;

/**
 * A body gets up from the ground: paid is its height over the length of a simulation step, and 1,
 * which is no bonus since no episode ends before its truncation.
 *
 * <p>Source: Gymnasium 1.3.0, HumanoidStandup-v4 and -v5.
 */
final class HumanoidStandup extends HumanoidTask {
  static final String NAME = "HumanoidStandup";

  HumanoidStandup(RuleSet rules) {
    super(rules, NAME, "humanoidstandup.xml");
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double height = simulation.qpos(2) / simulation.model().timestepSeconds();
    out.pay(height - controlCost(action) - contactCost(simulation) + 1, 0);
  }
}

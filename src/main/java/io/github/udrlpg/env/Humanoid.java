package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;

/**
 * A body walks: 1.25 times the forward velocity of its centre of mass, plus a survival bonus of 5,
 * minus a control cost and under -v5 a cost of contacts, until it falls.
 *
 * <p>Source: Gymnasium 1.3.0, Humanoid-v4 and -v5. Under -v4 contacts cost nothing, and the step
 * that ends the episode is still paid the bonus.
 */
final class Humanoid extends HumanoidTask {
  static final String NAME = "Humanoid";

  private static final double FORWARD_WEIGHT = 1.25;
  private static final double BONUS = 5;
  private static final double MIN_HEIGHT_METRES = 1;
  private static final double MAX_HEIGHT_METRES = 2;

  private double[] masses = {};
  private double mass;
  private double startX;

  Humanoid(RuleSet rules) {
    super(rules, NAME, "humanoid.xml");
  }

  @Override
  protected void prepare(MujocoModel compiled) {
    masses = new double[compiled.bodies()];
    mass = 0;
    for (int body = 0; body < masses.length; body++) {
      masses[body] = compiled.bodyMass(body);
      mass += masses[body];
    }
  }

  @Override
  protected void beforeStep(MujocoSimulation simulation) {
    startX = centreOfMass(simulation);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double velocity = (centreOfMass(simulation) - startX) / seconds(simulation);
    double height = simulation.qpos(2);
    boolean healthy = height > MIN_HEIGHT_METRES && height < MAX_HEIGHT_METRES;
    double bonus = rules().survival(healthy, BONUS);
    double costs = controlCost(action) + (rules() == RuleSet.V4 ? 0 : contactCost(simulation));
    out.pay(FORWARD_WEIGHT * velocity + bonus - costs, bonus);
    if (!healthy) {
      out.terminate();
    }
  }

  private double centreOfMass(MujocoSimulation simulation) {
    double sum = 0;
    for (int body = 0; body < masses.length; body++) {
      sum += masses[body] * simulation.value(MujocoArray.XIPOS, 3 * body);
    }
    return sum / mass;
  }
}

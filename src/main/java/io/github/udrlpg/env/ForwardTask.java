package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoSimulation;

/**
 * A body that is paid for its speed along the x axis, and for little effort. What an episode ends
 * with is the task's own.
 */
abstract class ForwardTask extends MujocoTask {
  private final double controlCostWeight;
  private double startX;

  /**
   * Describes a task.
   *
   * @param controlCostWeight what the sum of squared actions costs
   */
  ForwardTask(
      EnvironmentSpec spec,
      Mjcf model,
      int frameSkip,
      double controlCostWeight,
      MujocoArray... reads) {
    super(spec, model, frameSkip, reads);
    this.controlCostWeight = controlCostWeight;
  }

  @Override
  protected void beforeStep(MujocoSimulation simulation) {
    startX = x(simulation);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double velocity = (x(simulation) - startX) / seconds(simulation);
    boolean healthy = isHealthy(simulation);
    double bonus = bonus(healthy);
    double costs = controlCostWeight * sumOfSquares(action) + contactCost(simulation);
    out.pay(velocity + bonus - costs, bonus);
    if (!healthy) {
      out.terminate();
    }
  }

  /** Returns how far it has come: by default the first position of the state. */
  double x(MujocoSimulation simulation) {
    return simulation.qpos(0);
  }

  /** Returns what contacts cost. */
  double contactCost(MujocoSimulation simulation) {
    return 0;
  }

  /** Returns whether the episode goes on after a step. */
  boolean isHealthy(MujocoSimulation simulation) {
    return true;
  }

  /** Returns what is paid for being alive. */
  double bonus(boolean healthy) {
    return 0;
  }
}

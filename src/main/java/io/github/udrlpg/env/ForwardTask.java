package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;

/**
 * A body that is paid for its speed along the x axis, and for little effort: the position that
 * counts is the first of the state. What an episode ends with is the task's own.
 */
abstract class ForwardTask extends MujocoTask {
  private final double controlCostWeight;
  private double startX;

  /**
   * Describes a task.
   *
   * @param controlCostWeight what the sum of squared actions costs
   */
  ForwardTask(EnvironmentSpec spec, Mjcf model, int frameSkip, double controlCostWeight) {
    super(spec, model, frameSkip);
    this.controlCostWeight = controlCostWeight;
  }

  @Override
  protected void beforeStep(MujocoSimulation simulation) {
    startX = simulation.qpos(0);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double velocity = (simulation.qpos(0) - startX) / seconds(simulation);
    boolean healthy = isHealthy(simulation);
    double bonus = bonus(healthy);
    out.pay(velocity + bonus - controlCostWeight * sumOfSquares(action), bonus);
    if (!healthy) {
      out.terminate();
    }
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

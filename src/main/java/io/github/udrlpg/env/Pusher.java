package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * An arm pushes an object to a goal: minus the distances of the object to the goal and of the tip
 * to the object, and minus a control cost, for 100 steps.
 *
 * <p>Source: Gymnasium 1.3.0, Pusher-v5. Pusher-v4 refuses MuJoCo 3.
 */
final class Pusher extends MujocoTask {
  static final String NAME = "Pusher";

  private static final double VELOCITY_NOISE = 0.005;
  private static final double MIN_DISTANCE_METRES = 0.17;
  private static final double CONTROL_COST_WEIGHT = 0.1;
  private static final double NEAR_WEIGHT = 0.5;

  /** Coordinates of the arm; object and goal have two each behind them. */
  private static final int ARM = 7;

  private int tip;
  private int object;
  private int goal;

  Pusher(RuleSet rules) {
    super(
        new EnvironmentSpec(rules.id(NAME), 23, new ActionSpace.Box(7, 2), 100),
        Mjcf.bundled("pusher_v5.xml"),
        5,
        MujocoArray.XPOS);
  }

  @Override
  protected void prepare(MujocoModel compiled) {
    tip = compiled.body("tips_arm");
    object = compiled.body("object");
    goal = compiled.body("goal");
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    do {
      qpos[ARM] = uniform(random, -0.3, 0);
      qpos[ARM + 1] = uniform(random, -0.2, 0.2);
    } while (Math.hypot(qpos[ARM], qpos[ARM + 1]) <= MIN_DISTANCE_METRES);
    qpos[ARM + 2] = 0;
    qpos[ARM + 3] = 0;
    addUniform(random, VELOCITY_NOISE, qvel);
    for (int i = ARM; i < ARM + 4; i++) {
      qvel[i] = 0;
    }
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(0, ARM).velocities(ARM).body(tip).body(object).body(goal);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double away = Distance.of(simulation, object, goal);
    double near = Distance.of(simulation, object, tip);
    out.pay(-away - CONTROL_COST_WEIGHT * sumOfSquares(action) - NEAR_WEIGHT * near, 0);
  }
}

package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.random.RandomGenerator;

/**
 * An arm of two joints reaches for a target: minus its distance, and minus a control cost, for 50
 * steps.
 *
 * <p>Source: Gymnasium 1.3.0, Reacher-v4 and -v5. Under -v4 the distance is that before the step,
 * and its third coordinate, which is always 0, is observed.
 */
final class Reacher extends MujocoTask {
  static final String NAME = "Reacher";

  private static final double POSITION_NOISE = 0.1;
  private static final double VELOCITY_NOISE = 0.005;
  private static final double TARGET_RADIUS_METRES = 0.2;

  private final RuleSet rules;
  private int fingertip;
  private int target;
  private double distanceBefore;

  Reacher(RuleSet rules) {
    super(
        new EnvironmentSpec(
            rules.id(NAME), rules == RuleSet.V4 ? 11 : 10, new ActionSpace.Box(2, 1), 50),
        Mjcf.bundled("reacher.xml"),
        2,
        MujocoArray.XPOS);
    this.rules = rules;
  }

  @Override
  protected void prepare(MujocoModel compiled) {
    fingertip = compiled.body("fingertip");
    target = compiled.body("target");
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, POSITION_NOISE, qpos);
    do {
      qpos[2] = uniform(random, -TARGET_RADIUS_METRES, TARGET_RADIUS_METRES);
      qpos[3] = uniform(random, -TARGET_RADIUS_METRES, TARGET_RADIUS_METRES);
    } while (Math.hypot(qpos[2], qpos[3]) >= TARGET_RADIUS_METRES);
    addUniform(random, VELOCITY_NOISE, qvel);
    qvel[2] = 0;
    qvel[3] = 0;
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation
        .add(Math.cos(simulation.qpos(0)))
        .add(Math.cos(simulation.qpos(1)))
        .add(Math.sin(simulation.qpos(0)))
        .add(Math.sin(simulation.qpos(1)))
        .positions(2)
        .velocities(2);
    for (int axis = 0; axis < (rules == RuleSet.V4 ? 3 : 2); axis++) {
      observation.add(Distance.along(simulation, fingertip, target, axis));
    }
  }

  @Override
  protected void beforeStep(MujocoSimulation simulation) {
    distanceBefore = Distance.of(simulation, fingertip, target);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double distance =
        rules == RuleSet.V4 ? distanceBefore : Distance.of(simulation, fingertip, target);
    out.pay(-distance - sumOfSquares(action), 0);
  }
}

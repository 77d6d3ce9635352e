package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A leg hops: forward velocity, plus a survival bonus of 1, minus a control cost, until it falls
 * over or its state leaves the healthy range.
 *
 * <p>Source: Gymnasium 1.3.0, Hopper-v4 and -v5. Under -v4 the step that ends the episode is still
 * paid the bonus.
 */
final class Hopper implements MujocoTask {
  static final String NAME = "Hopper";

  private static final double RESET_NOISE = 0.005;
  private static final double CONTROL_COST_WEIGHT = 1e-3;
  private static final double MIN_HEIGHT_METRES = 0.7;
  private static final double MAX_ANGLE_RADIANS = 0.2;
  private static final double MAX_HEALTHY_STATE = 100;
  private static final double MAX_OBSERVED_VELOCITY = 10;

  /** The distance covered is not observed. */
  private static final int UNOBSERVED_POSITIONS = 1;

  private final RuleSet rules;
  private final EnvironmentSpec spec;
  private double startX;

  Hopper(RuleSet rules) {
    this.rules = rules;
    this.spec = new EnvironmentSpec(rules.id(NAME), 11, new ActionSpace.Box(3, 1.0), 1000);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public String model() {
    return "hopper.xml";
  }

  @Override
  public int frameSkip() {
    return 4;
  }

  @Override
  public void perturb(UniformRandomProvider random, double[] qpos, double[] qvel) {
    Noise.addUniform(random, RESET_NOISE, qpos);
    Noise.addUniform(random, RESET_NOISE, qvel);
  }

  @Override
  public void observe(MujocoSimulation simulation, double[] observation) {
    StateObservation.write(simulation, UNOBSERVED_POSITIONS, MAX_OBSERVED_VELOCITY, observation);
  }

  @Override
  public void beforeStep(MujocoSimulation simulation) {
    startX = simulation.qpos(0);
  }

  @Override
  public void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double seconds = simulation.model().timestepSeconds() * frameSkip();
    double velocity = (simulation.qpos(0) - startX) / seconds;
    boolean healthy = isHealthy(simulation);
    double bonus = rules.survival(healthy);
    out.pay(velocity + bonus - ControlCost.of(CONTROL_COST_WEIGHT, action), bonus);
    if (!healthy) {
      out.terminate();
    }
  }

  private static boolean isHealthy(MujocoSimulation simulation) {
    double height = simulation.qpos(1);
    double angle = simulation.qpos(2);
    return height > MIN_HEIGHT_METRES
        && Math.abs(angle) < MAX_ANGLE_RADIANS
        && isStateHealthy(simulation);
  }

  /** Distance and height may be of any size, everything else must stay in its range. */
  private static boolean isStateHealthy(MujocoSimulation simulation) {
    for (int i = 2; i < simulation.model().positions(); i++) {
      if (!(Math.abs(simulation.qpos(i)) < MAX_HEALTHY_STATE)) {
        return false;
      }
    }
    for (int i = 0; i < simulation.model().velocities(); i++) {
      if (!(Math.abs(simulation.qvel(i)) < MAX_HEALTHY_STATE)) {
        return false;
      }
    }
    return true;
  }
}

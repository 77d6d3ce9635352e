package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A chain of three links swims: forward velocity minus a control cost, and no end but truncation.
 * The rules of -v4 and -v5 are the same.
 *
 * <p>Source: Gymnasium 1.3.0, Swimmer-v4 and -v5.
 */
final class Swimmer implements MujocoTask {
  static final String NAME = "Swimmer";

  private static final double RESET_NOISE = 0.1;
  private static final double CONTROL_COST_WEIGHT = 1e-4;

  /** The position in the plane is not observed. */
  private static final int UNOBSERVED_POSITIONS = 2;

  private final EnvironmentSpec spec;
  private double startX;

  Swimmer(RuleSet rules) {
    this.spec = new EnvironmentSpec(rules.id(NAME), 8, new ActionSpace.Box(2, 1.0), 1000);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public String model() {
    return "swimmer.xml";
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
    StateObservation.write(simulation, UNOBSERVED_POSITIONS, Double.POSITIVE_INFINITY, observation);
  }

  @Override
  public void beforeStep(MujocoSimulation simulation) {
    startX = simulation.qpos(0);
  }

  @Override
  public void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double seconds = simulation.model().timestepSeconds() * frameSkip();
    double velocity = (simulation.qpos(0) - startX) / seconds;
    out.pay(velocity - ControlCost.of(CONTROL_COST_WEIGHT, action), 0);
  }
}

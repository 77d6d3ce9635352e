package io.github.udrlpg.env;

import io.github.udrlpg.mujoco.MujocoSimulation;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A pole on a cart is balanced: 1 for every step until it leans by more than 0.2 rad. The reward is
 * the task itself here, not a survival bonus on top of one.
 *
 * <p>Source: Gymnasium 1.3.0, InvertedPendulum-v4 and -v5.
 */
final class InvertedPendulum implements MujocoTask {
  static final String NAME = "InvertedPendulum";

  private static final double RESET_NOISE = 0.01;
  private static final double MAX_ANGLE_RADIANS = 0.2;

  private final RuleSet rules;
  private final EnvironmentSpec spec;

  InvertedPendulum(RuleSet rules) {
    this.rules = rules;
    this.spec = new EnvironmentSpec(rules.id(NAME), 4, new ActionSpace.Box(1, 3.0), 1000);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  @Override
  public String model() {
    return "inverted_pendulum.xml";
  }

  @Override
  public int frameSkip() {
    return 2;
  }

  @Override
  public void perturb(UniformRandomProvider random, double[] qpos, double[] qvel) {
    Noise.addUniform(random, RESET_NOISE, qpos);
    Noise.addUniform(random, RESET_NOISE, qvel);
  }

  @Override
  public void observe(MujocoSimulation simulation, double[] observation) {
    StateObservation.write(simulation, 0, Double.POSITIVE_INFINITY, observation);
  }

  @Override
  public void beforeStep(MujocoSimulation simulation) {
    // The reward looks at the state after the step only.
  }

  @Override
  public void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    boolean upright = Math.abs(simulation.qpos(1)) <= MAX_ANGLE_RADIANS;
    out.pay(rules.survival(upright), 0);
    if (!upright) {
      out.terminate();
    }
  }
}

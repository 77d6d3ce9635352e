package org.example;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Mjcf;
import io.github.udrlpg.env.MujocoTask;
import io.github.udrlpg.env.Observation;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.mujoco.MujocoArray;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** A trunk pulls itself along by its arm: paid is its speed, and little effort. */
public final class Crawler extends MujocoTask {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec("Crawler-v0", 10, new ActionSpace.Box(2, 1), 200);

  private int hand;
  private double startX;

  private Crawler() {
    super(SPEC, Mjcf.resource(Crawler.class, "crawler.xml"), 4, MujocoArray.SITE_XPOS);
  }

  @Override
  protected void prepare(MujocoModel compiled) {
    hand = compiled.site("hand");
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, 0.05, qpos);
    addNormal(random, 0.05, qvel);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    // How far it has come is not observed; how high its hand is, is.
    observation
        .positions(1)
        .velocities()
        .add(simulation.value(MujocoArray.SITE_XPOS, 3 * hand + 2));
  }

  @Override
  protected void beforeStep(MujocoSimulation simulation) {
    startX = simulation.qpos(0);
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    double velocity = (simulation.qpos(0) - startX) / seconds(simulation);
    out.pay(velocity - 0.01 * sumOfSquares(action), 0);
  }

  /** Named in META-INF/services/io.github.udrlpg.env.EnvironmentProvider. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(SPEC.id());
    }

    @Override
    public EnvironmentSpec spec(String id) {
      return SPEC;
    }

    @Override
    public Environment create(String id) {
      return new Crawler().environment();
    }
  }
}

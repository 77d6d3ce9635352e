package org.example;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Mjcf;
import io.github.udrlpg.env.MujocoTask;
import io.github.udrlpg.env.Observation;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.mujoco.MujocoModel;
import io.github.udrlpg.mujoco.MujocoSimulation;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** A ball on a rail is to be kept at 0; its model is in the cluster's storage, not in the jar. */
public final class StoredBall extends MujocoTask {
  /** Where whoever runs it has to put {@link #MODEL}. */
  public static final String FILE = "hdfs:///models/ball.xml";

  /** The model. */
  public static final String MODEL =
      "<mujoco><worldbody><body name='ball'><joint name='rail' type='slide' axis='1 0 0'/>"
          + "<geom size='.1'/></body></worldbody><actuator><motor joint='rail' gear='5'/>"
          + "</actuator></mujoco>";

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec("Ball-v0", 2, new ActionSpace.Box(1, 1), 50);

  private StoredBall() {
    super(SPEC, Mjcf.file(URI.create(FILE)), 2);
  }

  @Override
  protected void prepare(MujocoModel compiled) {
    compiled.body("ball");
  }

  @Override
  protected void perturb(RandomGenerator random, double[] qpos, double[] qvel) {
    addUniform(random, 0.5, qpos);
  }

  @Override
  protected void observe(MujocoSimulation simulation, Observation observation) {
    observation.positions(0).velocities();
  }

  @Override
  protected void afterStep(MujocoSimulation simulation, double[] action, Transition out) {
    out.pay(-Math.abs(simulation.qpos(0)), 0);
  }

  /** Named in the service file of the jar that a test makes. */
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
      return new StoredBall().environment();
    }
  }
}

package org.example;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Transition;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/** A point on a line is to be kept at 0. */
public final class PointTask implements Environment {
  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec("Point-v0", 1, new ActionSpace.Box(1, 1.0), 100);

  private double position;

  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of("Point-v0");
    }

    @Override
    public Environment create(String id) {
      return new PointTask();
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed, Transition out) {
    position = new SplittableRandom(seed).nextDouble(-1, 1);
    out.clear();
    out.observation()[0] = position;
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    position += 0.1 * action[0];
    out.observation()[0] = position;
    out.pay(-Math.abs(position), 0);
  }

  @Override
  public void close() {}
}

package io.github.udrlpg.testing;

import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.env.Transition;
import java.util.Collection;
import java.util.List;

/**
 * Swimmer in MuJoCo that swims for {@value #SWIMMING} of its 1000 steps and then drifts for
 * nothing: a run has the steps, rows and checkpoints of Swimmer's at a thirtieth of the time. What
 * it earns while it swims counts {@value #WORTH} times, so that returns spread as Swimmer's do.
 */
public final class BriefSwimmer implements Environment {
  /** The registered name. */
  public static final String ID = "BriefSwimmer-v0";

  private static final String SWIMMER = "Swimmer-v4";
  private static final int SWIMMING = 20;
  private static final int WORTH = 5;

  private final Environment swimmer = Environments.create(SWIMMER);
  private int steps;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(ID);
    }

    @Override
    public Environment create(String id) {
      return new BriefSwimmer();
    }
  }

  @Override
  public EnvironmentSpec spec() {
    EnvironmentSpec spec = swimmer.spec();
    return new EnvironmentSpec(
        ID, spec.observationSize(), spec.actionSpace(), spec.maxEpisodeSteps());
  }

  @Override
  public void reset(long seed, Transition out) {
    steps = 0;
    swimmer.reset(seed, out);
  }

  @Override
  public void step(double[] action, Transition out) {
    steps++;
    if (steps <= SWIMMING) {
      swimmer.step(action, out);
      out.pay(WORTH * out.reward(), WORTH * out.survivalBonus());
    } else {
      out.clear();
    }
  }

  @Override
  public void close() {
    swimmer.close();
  }
}

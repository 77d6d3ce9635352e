package io.github.udrlpg.testing;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Transition;
import java.util.Collection;
import java.util.List;

/**
 * A user's environment with a fault: it pays 1 a step, and by its seed hands out a reward of NaN in
 * step 4 (seed 3 and all that are negative, which half of them are), an infinite observation in
 * step 5 (seed 4), one that is not a number at its reset (seed 5), or in step 6 a reward (seed 6)
 * or an observation (seed 7) that is finite but whose square is not.
 */
public final class FaultyEnvironment implements Environment {
  private long seed;
  private int steps;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of("Faulty-v0");
    }

    @Override
    public Environment create(String id) {
      return new FaultyEnvironment();
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec("Faulty-v0", 2, new ActionSpace.Box(1, 1), 10);
  }

  @Override
  public void reset(long episodeSeed, Transition out) {
    seed = episodeSeed;
    steps = 0;
    out.clear();
    out.observation()[0] = 0;
    out.observation()[1] = seed == 5 ? Double.NaN : 1;
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    steps++;
    out.observation()[0] = observation();
    out.pay(reward(), 0);
  }

  private double observation() {
    if (seed == 4 && steps == 5) {
      return Double.POSITIVE_INFINITY;
    }
    return seed == 7 && steps == 6 ? -1e200 : steps;
  }

  private double reward() {
    if ((seed == 3 || seed < 0) && steps == 4) {
      return Double.NaN;
    }
    return seed == 6 && steps == 6 ? 1e200 : 1;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

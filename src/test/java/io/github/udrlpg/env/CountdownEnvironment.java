package io.github.udrlpg.env;

import java.util.Collection;
import java.util.List;

/** What a user might register: choice 1 counts down from the seed, and at 0 it pays 1 and ends. */
public final class CountdownEnvironment implements Environment {
  private long left;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of("Countdown-v0");
    }

    @Override
    public Environment create(String id) {
      return new CountdownEnvironment();
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec("Countdown-v0", 1, new ActionSpace.Discrete(2), 20);
  }

  @Override
  public void reset(long seed, Transition out) {
    left = seed;
    out.clear();
    out.observation()[0] = left;
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    left -= (long) action[0];
    out.observation()[0] = left;
    if (left <= 0) {
      out.pay(1, 0);
      out.terminate();
    }
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

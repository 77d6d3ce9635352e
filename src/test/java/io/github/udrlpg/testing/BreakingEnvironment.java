package io.github.udrlpg.testing;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Transition;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A task whose process fails in one episode that a test chooses, and is well before and after. */
public final class BreakingEnvironment implements Environment {
  /** The registered name. */
  public static final String ID = "Breaking-v0";

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(ID, 2, new ActionSpace.Box(1, 1), 10);
  private static final AtomicLong EPISODES_LEFT = new AtomicLong(Long.MAX_VALUE);

  private static volatile boolean outOfMemory;

  private int steps;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(ID);
    }

    @Override
    public Environment create(String id) {
      return new BreakingEnvironment();
    }
  }

  /** Lets one episode of this process break down, after some that do not. */
  public static void breakAfter(long episodes) {
    outOfMemory = false;
    EPISODES_LEFT.set(episodes);
  }

  /** Lets one episode of this process find no memory, after some that do. */
  public static void runOutOfMemoryAfter(long episodes) {
    outOfMemory = true;
    EPISODES_LEFT.set(episodes);
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed, Transition out) {
    if (EPISODES_LEFT.getAndDecrement() == 0) {
      if (outOfMemory) {
        throw new OutOfMemoryError("no heap is left");
      }
      throw new IllegalStateException("the process was hit");
    }
    steps = 0;
    out.clear();
    out.observation()[0] = seed % 7;
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    steps++;
    out.observation()[0] = steps;
    out.pay(1 + Math.tanh(action[0]), 0);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

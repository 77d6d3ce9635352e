package io.github.udrlpg.env;

import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A task with Hopper's sizes that costs nothing: an episode is one step, whose reward in [0, 1] is
 * drawn from its seed.
 */
public final class InstantEnvironment implements Environment {
  /** The task's name. */
  public static final String ID = "Instant-v0";

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(ID, 11, new ActionSpace.Box(3, 1.0), 1);

  private SplittableRandom random = new SplittableRandom(0);

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(ID);
    }

    @Override
    public Environment create(String id) {
      return new InstantEnvironment();
    }
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed, Transition out) {
    random = new SplittableRandom(seed);
    out.clear();
    for (int i = 0; i < SPEC.observationSize(); i++) {
      out.observation()[i] = random.nextDouble();
    }
  }

  @Override
  public void step(double[] action, Transition out) {
    out.clear();
    out.pay(random.nextDouble(), 0);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

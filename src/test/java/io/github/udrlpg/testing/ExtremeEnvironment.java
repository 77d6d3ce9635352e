package io.github.udrlpg.testing;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Transition;
import java.util.Collection;
import java.util.List;

/** A user's environments that nothing can be learned from, or whose returns are hard to draw. */
public final class ExtremeEnvironment implements Environment {
  /** Its observation becomes infinite in every first step. */
  public static final String DIVERGING = "Diverging-v0";

  /** It does so in the third of the episodes that the seed chooses. */
  public static final String UNSTEADY = "Unsteady-v0";

  /** Its step throws. */
  public static final String THROWING = "Throwing-v0";

  /** It pays −1e48 a step. */
  public static final String RUINOUS = "Ruinous-v0";

  private final String id;
  private boolean diverges;
  private int steps;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(DIVERGING, UNSTEADY, THROWING, RUINOUS);
    }

    @Override
    public Environment create(String id) {
      return new ExtremeEnvironment(id);
    }
  }

  private ExtremeEnvironment(String id) {
    this.id = id;
  }

  @Override
  public EnvironmentSpec spec() {
    return new EnvironmentSpec(id, 2, new ActionSpace.Box(1, 1), 5);
  }

  @Override
  public void reset(long seed, Transition out) {
    diverges =
        id.equals(DIVERGING)
            || (id.equals(UNSTEADY) && Math.floorMod(seed ^ (seed >>> 32), 3) == 0);
    steps = 0;
    out.clear();
    out.observation()[0] = Math.floorMod(seed, 7);
    out.observation()[1] = 1;
  }

  @Override
  public void step(double[] action, Transition out) {
    if (id.equals(THROWING)) {
      throw new IllegalStateException("the simulator is gone");
    }
    out.clear();
    steps++;
    out.observation()[0] = diverges ? Double.POSITIVE_INFINITY : steps;
    out.observation()[1] = 1;
    out.pay(id.equals(RUINOUS) ? -1e48 * (1 + 0.1 * Math.tanh(action[0])) : -1 + action[0] / 2, 0);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

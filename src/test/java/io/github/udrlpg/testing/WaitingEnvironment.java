package io.github.udrlpg.testing;

import io.github.udrlpg.env.ActionSpace;
import io.github.udrlpg.env.Environment;
import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.env.Transition;
import io.github.udrlpg.rollout.Seeds;
import io.github.udrlpg.text.Text;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An environment of Hopper's sizes whose episodes last a given wall time because it waits, not
 * because it computes: more executors than cores can play it side by side. Every episode takes all
 * its steps, and its return is drawn from its seed, uniformly on [0, 1].
 */
public final class WaitingEnvironment implements Environment {
  /** The registered name. */
  public static final String ID = "Waiting-v0";

  /** System property: seconds that an episode lasts, in the JVM that plays it; 0 by default. */
  public static final String SECONDS_PROPERTY = "udrlpg.waiting.episode-seconds";

  /** The steps of every episode; each waits an equal part. */
  public static final int STEPS = 100;

  private static final EnvironmentSpec SPEC =
      new EnvironmentSpec(ID, 11, new ActionSpace.Box(3, 1), STEPS);

  private final long episodeNanos;
  private double episodeReturn;
  private long startNanos;
  private int steps;

  /** Named in META-INF/services of the test class path. */
  public static final class Provider implements EnvironmentProvider {
    @Override
    public Collection<String> ids() {
      return List.of(ID);
    }

    @Override
    public Environment create(String id) {
      return new WaitingEnvironment(seconds(System.getProperty(SECONDS_PROPERTY, "0")));
    }
  }

  private WaitingEnvironment(double episodeSeconds) {
    this.episodeNanos = Math.round(episodeSeconds * TimeUnit.SECONDS.toNanos(1));
  }

  private static double seconds(String text) {
    double seconds;
    try {
      seconds = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          Text.format("%s must be a number of seconds, found '%s'", SECONDS_PROPERTY, text), e);
    }
    if (!(seconds >= 0 && seconds <= TimeUnit.DAYS.toSeconds(1))) {
      throw new IllegalArgumentException(
          Text.format("%s must be from 0 to a day, found %s", SECONDS_PROPERTY, text));
    }
    return seconds;
  }

  @Override
  public EnvironmentSpec spec() {
    return SPEC;
  }

  @Override
  public void reset(long seed, Transition out) {
    episodeReturn = Seeds.random(seed).nextDouble();
    steps = 0;
    out.clear();
    Arrays.fill(out.observation(), episodeReturn);
    startNanos = System.nanoTime();
  }

  /** Waits for a moment counted from the reset, so that what one step oversleeps the next gains. */
  @Override
  public void step(double[] action, Transition out) {
    steps++;
    long sinceStart = episodeNanos * steps / STEPS;
    for (long left = sinceStart - elapsed(); left > 0; left = sinceStart - elapsed()) {
      LockSupport.parkNanos(left);
    }
    out.clear();
    out.observation()[0] = (double) steps / STEPS;
    out.pay(episodeReturn / STEPS, 0);
  }

  private long elapsed() {
    return System.nanoTime() - startNanos;
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

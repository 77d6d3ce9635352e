package io.github.udrlpg.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * What this process has done since it began, whichever run or attempt it was for: for dashboards
 * only, since a task that Spark tries again is counted again. Any thread may add, once for a policy
 * or an iteration and never for a step.
 */
public final class WorkCounters {
  private static final LongAdder POLICIES = new LongAdder();
  private static final LongAdder EPISODES = new LongAdder();
  private static final LongAdder ENVIRONMENT_STEPS = new LongAdder();
  private static final LongAdder DIVERGED_EPISODES = new LongAdder();
  private static final LongAdder ROLLOUT_NANOS = new LongAdder();
  private static final LongAdder UPDATES = new LongAdder();
  private static final LongAdder UPDATE_NANOS = new LongAdder();

  private WorkCounters() {}

  /**
   * Counts a policy that was rolled out.
   *
   * @param divergedEpisodes those of the episodes whose simulation broke down
   */
  public static void countPolicy(
      int episodes, long environmentSteps, long divergedEpisodes, long nanos) {
    POLICIES.increment();
    EPISODES.add(episodes);
    ENVIRONMENT_STEPS.add(environmentSteps);
    DIVERGED_EPISODES.add(divergedEpisodes);
    ROLLOUT_NANOS.add(nanos);
  }

  /** Counts updates of a generator. */
  public static void countUpdates(int updates, double seconds) {
    UPDATES.add(updates);
    UPDATE_NANOS.add(Math.round(seconds * 1e9));
  }

  /** Returns the policies rolled out. */
  public static long policies() {
    return POLICIES.sum();
  }

  /** Returns the episodes played, those of evaluations too. */
  public static long episodes() {
    return EPISODES.sum();
  }

  /** Returns the environment steps taken. */
  public static long environmentSteps() {
    return ENVIRONMENT_STEPS.sum();
  }

  /** Returns the episodes whose simulation broke down. */
  public static long divergedEpisodes() {
    return DIVERGED_EPISODES.sum();
  }

  /** Returns the seconds spent in rollouts, summed over tasks. */
  public static double rolloutSeconds() {
    return ROLLOUT_NANOS.sum() * 1e-9;
  }

  /** Returns the generator's updates. */
  public static long updates() {
    return UPDATES.sum();
  }

  /** Returns the seconds spent in them. */
  public static double updateSeconds() {
    return UPDATE_NANOS.sum() * 1e-9;
  }
}

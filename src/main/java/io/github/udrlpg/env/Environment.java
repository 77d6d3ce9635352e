package io.github.udrlpg.env;

/**
 * A task that is stepped through, by one thread.
 *
 * <p>An environment never truncates: it has no step counter, and whoever runs episodes ends them
 * after {@link EnvironmentSpec#maxEpisodeSteps} steps. So {@code terminated} and truncated cannot
 * be confused. After a terminated step only {@link #reset} has a meaning.
 */
public interface Environment extends AutoCloseable {

  /** Returns what is known of this environment without running it. */
  EnvironmentSpec spec();

  /**
   * Starts an episode and writes its first observation.
   *
   * @param seed decides everything that is random in the episode
   * @param out is cleared and receives the observation
   */
  void reset(long seed, Transition out);

  /**
   * Takes one step.
   *
   * @param action for a box one value for each output, else the index of the action in {@code
   *     action[0]}
   * @param out receives the observation after the step, rewards and flags. A simulation that broke
   *     down leaves the last finite observation, pays nothing, and is marked as diverged
   */
  void step(double[] action, Transition out);

  @Override
  void close();
}

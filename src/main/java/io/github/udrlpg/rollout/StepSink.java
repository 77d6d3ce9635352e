package io.github.udrlpg.rollout;

/**
 * Takes in the steps of episodes while they are played: what a learner needs that learns from
 * single steps. The arrays are the player's own and hold these values during the call alone.
 */
@FunctionalInterface
public interface StepSink {
  /**
   * A step was taken.
   *
   * @param observation that the policy acted on, before it was normalised
   * @param action that it chose
   * @param reward that was paid
   * @param next the observation after the step
   * @param terminated whether the task ended there; an episode that only ran out of steps did not
   */
  void step(
      double[] observation, double[] action, double reward, double[] next, boolean terminated);
}

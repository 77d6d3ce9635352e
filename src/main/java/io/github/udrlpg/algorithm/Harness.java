package io.github.udrlpg.algorithm;

import io.github.udrlpg.rollout.RolloutRequest;
import io.github.udrlpg.rollout.Rollouts;
import java.io.IOException;

/** What carries a learner: it rolls out on a cluster, stores, counts the budget, and resumes. */
public interface Harness {
  /** Returns what the run has seen; it changes with every rollout. */
  History seen();

  /** Returns the random numbers of the iteration that is under way. */
  Streams streams();

  /**
   * Rolls policies out and stores them: one iteration, once. What the budget of environment steps
   * does not pay for is left out at the end.
   *
   * @param means the weights of each command before they are perturbed, {@code [commands,
   *     parameters]}; nothing where policies are initialised at random
   * @throws IOException if they cannot be stored
   */
  Rollouts rollOut(RolloutRequest request, float[][] means) throws IOException;

  /**
   * Calls for gradient steps: the harness has {@link Learner#learn} take them, now or beside the
   * next rollouts.
   *
   * @param updates how many
   */
  void update(int updates);
}

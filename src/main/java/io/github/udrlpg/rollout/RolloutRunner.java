package io.github.udrlpg.rollout;

import io.github.udrlpg.store.PolicyWriters;
import java.io.IOException;
import java.util.Optional;

/** Runs the policies of a plan somewhere: in this thread, or on the executors of a cluster. */
public interface RolloutRunner {

  /**
   * Rolls all policies of a plan out and stores them.
   *
   * @param means the generator's weights for each command of the plan, {@code [commands,
   *     parameters]}
   * @param writers where the rows go
   * @return the rows in order of policy, and all files to commit
   * @throws IOException if rows could not be written
   */
  TaskResult store(RolloutPlan plan, float[][] means, PolicyWriters writers) throws IOException;

  /**
   * Rolls all policies of a plan out without storing them.
   *
   * @return the rows in order of policy, no files
   */
  TaskResult evaluate(RolloutPlan plan, float[][] means);

  /**
   * Returns a runner whose evaluations may go on in another thread while this one rolls out, and
   * leave it room to; nothing where all has to be done in one thread.
   */
  default Optional<RolloutRunner> beside() {
    return Optional.empty();
  }
}

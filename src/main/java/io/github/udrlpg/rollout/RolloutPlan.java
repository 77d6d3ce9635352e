package io.github.udrlpg.rollout;

import io.github.udrlpg.policy.ObservationNormalizer;
import java.io.Serializable;

/**
 * Everything that decides the policies of one iteration, or of one evaluation, beside the
 * generator's weights.
 *
 * @param run what is the same for all of the run
 * @param purpose what the episodes' seeds are drawn for
 * @param iteration the iteration
 * @param firstEpisode by which number the seed of a policy's first episode is drawn
 * @param request what is rolled out
 * @param normalizer what observations are normalised with
 */
public record RolloutPlan(
    RunConstants run,
    Seeds.Purpose purpose,
    int iteration,
    int firstEpisode,
    RolloutRequest request,
    ObservationNormalizer normalizer)
    implements Serializable {

  /** Returns how many policies there are. */
  public int policies() {
    return request.policies();
  }

  /** Returns which of the commands policy {@code policy} is generated for. */
  public int commandIndex(int policy) {
    return request.assignment().turn(policy);
  }
}

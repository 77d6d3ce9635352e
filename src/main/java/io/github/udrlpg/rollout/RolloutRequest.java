package io.github.udrlpg.rollout;

import io.github.udrlpg.store.PolicyOrigin;
import java.io.Serializable;
import java.util.List;

/**
 * What somebody wants rolled out, wherever that happens and under whatever seeds.
 *
 * @param origin where the weights come from
 * @param assignment what each policy is generated for, and how it is perturbed
 * @param policies how many policies
 * @param episodesPerPolicy episodes of each policy
 * @param confirmation which returns have to be confirmed, by how many episodes
 */
public record RolloutRequest(
    PolicyOrigin origin,
    Assignment assignment,
    int policies,
    int episodesPerPolicy,
    Confirmation confirmation)
    implements Serializable {

  /** Returns a request for one episode of each of some policies around the generated ones. */
  public static RolloutRequest perturbed(
      List<Double> commands, Perturbation perturbation, int policies) {
    return new RolloutRequest(
        PolicyOrigin.GENERATOR,
        Assignment.inTurn(commands, perturbation),
        policies,
        1,
        Confirmation.NONE);
  }

  /** Returns the request for the first of its policies. */
  public RolloutRequest limitedTo(int most) {
    return new RolloutRequest(
        origin, assignment, Math.min(policies, most), episodesPerPolicy, confirmation);
  }

  /** Returns the most episodes that a policy plays. */
  public int mostEpisodes() {
    return episodesPerPolicy + confirmation.episodes();
  }

  /** Returns the distinct commands. */
  public double[] commands() {
    return assignment.commands().stream().mapToDouble(Double::doubleValue).toArray();
  }
}

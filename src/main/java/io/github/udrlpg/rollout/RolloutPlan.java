package io.github.udrlpg.rollout;

import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.PolicyOrigin;
import java.io.Serializable;
import java.util.List;

/**
 * Everything that decides the policies of one iteration, or of one evaluation, beside the
 * generator's weights.
 *
 * @param run the run's identifier
 * @param seeds the run's seeds
 * @param purpose what the episodes' seeds are drawn for
 * @param iteration the iteration
 * @param environment the environment's identifier
 * @param shape the policies' layers
 * @param origin where the weights come from
 * @param commands the distinct commands, as scaled returns
 * @param turns which of the commands the policies get, in turn, by their places in {@code commands}
 * @param policies how many policies
 * @param firstEpisode by which number the seed of a policy's first episode is drawn
 * @param episodesPerPolicy episodes of each policy
 * @param perturbation the noise on the generated weights
 * @param confirmation which returns have to be confirmed, by how many episodes
 * @param normalizer what observations are normalised with
 * @param returns the scale of commands
 * @param partitions the return buckets of the dataset's directories
 */
public record RolloutPlan(
    String run,
    Seeds seeds,
    Seeds.Purpose purpose,
    int iteration,
    String environment,
    PolicyShape shape,
    PolicyOrigin origin,
    List<Double> commands,
    List<Integer> turns,
    int policies,
    int firstEpisode,
    int episodesPerPolicy,
    Perturbation perturbation,
    Confirmation confirmation,
    ObservationNormalizer normalizer,
    ReturnScale returns,
    ReturnBuckets partitions)
    implements Serializable {

  /** Copies the lists. */
  public RolloutPlan {
    commands = List.copyOf(commands);
    turns = List.copyOf(turns);
  }

  /** Returns which of the commands policy {@code policy} is generated for. */
  public int commandIndex(int policy) {
    return turns.get(policy % turns.size());
  }
}

package io.github.udrlpg.store;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.RunningStatistics;
import java.io.Serializable;
import java.util.List;

/**
 * All that is stored of one policy beside its weights: enough to roll it out again and get the same
 * return.
 *
 * @param run the run's identifier
 * @param iteration the iteration, counted from 0
 * @param policy the policy's index in its iteration
 * @param environment the environment's identifier
 * @param origin where the weights came from
 * @param command the scaled return that the generator was asked for
 * @param noise standard deviation of the noise on every weight
 * @param weightSeed seed of that noise
 * @param normalizer what observations were normalised with
 * @param observed statistics of the raw observations that the policy acted on
 * @param episodes the policy's episodes, in order
 * @param scaledReturn mean training return of the episodes on the scale of commands, at least 0
 * @param returnBucket the partition, from {@code scaledReturn}
 */
public record PolicyRow(
    String run,
    int iteration,
    int policy,
    String environment,
    PolicyOrigin origin,
    double command,
    double noise,
    long weightSeed,
    ObservationNormalizer normalizer,
    RunningStatistics observed,
    List<Episode> episodes,
    double scaledReturn,
    int returnBucket)
    implements Serializable {

  /** Copies the list of episodes. */
  public PolicyRow {
    episodes = List.copyOf(episodes);
  }

  /** Returns the mean return of the episodes, the survival bonus included. */
  public double meanReturn() {
    return episodes.stream().mapToDouble(Episode::totalReturn).average().orElseThrow();
  }

  /**
   * Returns whether none of its episodes diverged. A return that was earned in a simulation that
   * broke down is stored, but it is no return: nothing is learned from it and no statistic counts
   * it.
   */
  public boolean isSound() {
    return episodes.stream().noneMatch(Episode::diverged);
  }

  /** Returns the environment steps of all episodes together. */
  public long environmentSteps() {
    return episodes.stream().mapToLong(Episode::length).sum();
  }

  /** Returns the same row in another partition. */
  public PolicyRow inBucket(int bucket) {
    return new PolicyRow(
        run,
        iteration,
        policy,
        environment,
        origin,
        command,
        noise,
        weightSeed,
        normalizer,
        observed,
        episodes,
        scaledReturn,
        bucket);
  }

  /** Returns how a user names this policy: {@code ITERATION-POLICY}. */
  public String id() {
    return iteration + "-" + policy;
  }
}

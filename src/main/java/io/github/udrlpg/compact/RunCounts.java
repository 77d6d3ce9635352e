package io.github.udrlpg.compact;

import io.github.udrlpg.store.Episode;
import io.github.udrlpg.store.PolicyOrigin;
import io.github.udrlpg.store.PolicyRow;
import io.github.udrlpg.store.StoredPolicy;
import java.io.Serializable;

/**
 * What can be said of policies together. Sums are of whole numbers, so that no order changes them.
 *
 * @param policies their number
 * @param initialised how many of them are Xavier initialisations
 * @param episodes episodes of all of them
 * @param environmentSteps steps of all episodes
 * @param divergedEpisodes episodes in which the simulation broke down
 * @param lowestReturn of {@code mean_return}, policies with an episode that diverged left out; +∞
 *     where there is no other, and −∞ for the highest
 * @param highestReturn of {@code mean_return}
 * @param lowestScaledReturn of {@code scaled_return}
 * @param highestScaledReturn of {@code scaled_return}
 * @param weights length of every weight vector; -1 where they differ
 * @param observationSize length of every observation; -1 where they differ
 */
record RunCounts(
    long policies,
    long initialised,
    long episodes,
    long environmentSteps,
    long divergedEpisodes,
    double lowestReturn,
    double highestReturn,
    double lowestScaledReturn,
    double highestScaledReturn,
    int weights,
    int observationSize)
    implements Serializable {

  static RunCounts of(StoredPolicy policy) {
    PolicyRow row = policy.row();
    boolean sound = row.isSound();
    return new RunCounts(
        1,
        row.origin() == PolicyOrigin.XAVIER ? 1 : 0,
        row.episodes().size(),
        row.environmentSteps(),
        row.episodes().stream().filter(Episode::diverged).count(),
        sound ? row.meanReturn() : Double.POSITIVE_INFINITY,
        sound ? row.meanReturn() : Double.NEGATIVE_INFINITY,
        sound ? row.scaledReturn() : Double.POSITIVE_INFINITY,
        sound ? row.scaledReturn() : Double.NEGATIVE_INFINITY,
        policy.weights().length,
        row.normalizer().size());
  }

  RunCounts plus(RunCounts other) {
    return new RunCounts(
        policies + other.policies,
        initialised + other.initialised,
        episodes + other.episodes,
        environmentSteps + other.environmentSteps,
        divergedEpisodes + other.divergedEpisodes,
        Math.min(lowestReturn, other.lowestReturn),
        Math.max(highestReturn, other.highestReturn),
        Math.min(lowestScaledReturn, other.lowestScaledReturn),
        Math.max(highestScaledReturn, other.highestScaledReturn),
        weights == other.weights ? weights : -1,
        observationSize == other.observationSize ? observationSize : -1);
  }
}

package io.github.udrlpg.train;

import io.github.udrlpg.metrics.EvaluationMetrics;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param envSteps environment steps of training
 * @param evaluationEnvSteps environment steps of evaluations, which no training uses
 * @param episodes training episodes
 * @param iterations iterations, the warm-up included
 * @param maxReturn highest mean return of a policy in training, the survival bonus included
 * @param bestPolicy the policy that achieved it, as {@code ITERATION-INDEX}
 * @param divergedEpisodes training episodes whose simulation broke down
 * @param finalCommand the command of the last evaluation: the highest scaled return seen
 * @param finalMean mean return of the last evaluation
 * @param finalDeviation sample standard deviation of its returns
 * @param finalEpisodes its episodes
 * @param wallSeconds wall time of training, over all resumptions, start-up of Spark left out
 * @param rolloutSeconds wall time of training episodes
 * @param trainSeconds wall time of the generator's updates
 * @param evaluationSeconds wall time of evaluations
 * @param overheadSeconds wall time of all else that iterations did: Spark, Parquet, the buffer
 * @param storedByBucket stored policies by return bucket of the dataset
 * @param liveByBucket policies in the live buffer by the same buckets
 */
public record TrainingSummary(
    long envSteps,
    long evaluationEnvSteps,
    long episodes,
    int iterations,
    double maxReturn,
    String bestPolicy,
    long divergedEpisodes,
    double finalCommand,
    double finalMean,
    double finalDeviation,
    int finalEpisodes,
    double wallSeconds,
    double rolloutSeconds,
    double trainSeconds,
    double evaluationSeconds,
    double overheadSeconds,
    Map<Integer, Long> storedByBucket,
    Map<Integer, Long> liveByBucket) {

  /** Sums up a state after its last evaluation. */
  static TrainingSummary of(
      TrainingState state, EvaluationMetrics last, Map<Integer, Long> liveByBucket) {
    return new TrainingSummary(
        state.envSteps,
        state.evaluationEnvSteps,
        state.episodes,
        state.nextIteration,
        state.maxReturn,
        state.bestPolicy,
        state.divergedEpisodes,
        last.command(),
        last.meanReturn(),
        last.standardDeviation(),
        last.episodes(),
        state.times.wall,
        state.times.rollout,
        state.times.train,
        state.times.evaluation,
        state.times.overhead,
        state.storedByBucket,
        liveByBucket);
  }
}

package io.github.udrlpg.harness;

import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param envSteps environment steps of training, those of the calibration included
 * @param calibrationEnvSteps those of the calibration alone
 * @param evaluationEnvSteps environment steps of evaluations, which no training uses
 * @param episodes training episodes
 * @param iterations iterations, the warm-up included
 * @param maxReturn highest mean return of a policy in training, the survival bonus included; −∞
 *     before there was one
 * @param bestPolicy the policy that achieved it, as {@code ITERATION-INDEX}; empty likewise
 * @param divergedEpisodes training episodes whose simulation broke down
 * @param finalCommand the command of the last evaluation: the highest scaled return seen
 * @param finalMean mean return of the last evaluation; NaN where each of its episodes diverged
 * @param finalDeviation sample standard deviation of its returns, likewise
 * @param finalEpisodes the episodes that these are of
 * @param finalDivergedEpisodes its episodes beside them, which diverged
 * @param lowestAttainable the lowest training return that the calibrated generator attains; NaN
 *     without a calibration
 * @param highestAttainable the highest one
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
    long calibrationEnvSteps,
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
    int finalDivergedEpisodes,
    double lowestAttainable,
    double highestAttainable,
    double wallSeconds,
    double rolloutSeconds,
    double trainSeconds,
    double evaluationSeconds,
    double overheadSeconds,
    Map<Integer, Long> storedByBucket,
    Map<Integer, Long> liveByBucket) {

  /** From this share on, episodes that diverge tell of more than a policy gone wrong. */
  private static final double MANY = 0.1;

  /** Returns what whoever reads the numbers must know first; mostly nothing. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (divergedEpisodes > MANY * episodes) {
      warnings.add(
          Text.format(
                  "%d of %d training episodes diverged: their returns count nowhere, and their"
                      + " policies were",
                  divergedEpisodes, episodes)
              + " not learned from. Look at one with jobs/replay --policy");
    }
    if (finalDivergedEpisodes > MANY * (finalEpisodes + finalDivergedEpisodes)) {
      warnings.add(
          Text.format(
              "%d of %d episodes of the final evaluation diverged: %s",
              finalDivergedEpisodes,
              finalEpisodes + finalDivergedEpisodes,
              finalEpisodes == 0
                  ? "there is no final return"
                  : "the final return is the mean of the others"));
    }
    return warnings;
  }

  /** Sums up a state after its last evaluation. */
  static TrainingSummary of(
      TrainingState state,
      EvaluationMetrics last,
      ReturnScale returns,
      Map<Integer, Long> liveByBucket) {
    return new TrainingSummary(
        state.envSteps,
        state.calibrationEnvSteps,
        state.evaluationEnvSteps,
        state.episodes,
        state.nextIteration,
        state.maxReturn,
        state.bestPolicy,
        state.divergedEpisodes,
        last.command(),
        last.meanReturn(),
        last.standardDeviation(),
        last.soundEpisodes(),
        last.divergedEpisodes(),
        state.calibration.map(Calibration::lowest).map(returns::unscaled).orElse(Double.NaN),
        state.calibration.map(Calibration::highest).map(returns::unscaled).orElse(Double.NaN),
        state.times.wall,
        state.times.rollout,
        state.times.train,
        state.times.evaluation,
        state.times.overhead,
        state.storedByBucket,
        liveByBucket);
  }
}

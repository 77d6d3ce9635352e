package io.github.udrlpg.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report shows. Returns are those of one episode, unscaled, with the survival bonus; a list
 * may be empty where a run has not come that far.
 *
 * @param title the title of the page
 * @param summary names and values of the summary table, in their order
 * @param learningCurve the evaluations, in order of environment steps
 * @param trainingReturns the iterations, in order of environment steps
 * @param identity the commands of the last extensive evaluation
 * @param buckets the return buckets, in order of return
 * @param times where the time went, in order of environment steps
 * @param configuration the configuration of the run, as text
 * @param warnings what whoever reads the report must know first
 */
public record ReportData(
    String title,
    Map<String, String> summary,
    List<CurvePoint> learningCurve,
    List<TrainingPoint> trainingReturns,
    List<IdentityPoint> identity,
    List<BucketCount> buckets,
    List<TimePoint> times,
    String configuration,
    List<String> warnings) {

  public ReportData {
    summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    learningCurve = List.copyOf(learningCurve);
    trainingReturns = List.copyOf(trainingReturns);
    identity = List.copyOf(identity);
    buckets = List.copyOf(buckets);
    times = List.copyOf(times);
    warnings = List.copyOf(warnings);
  }

  /**
   * An evaluation at the highest return seen, without noise.
   *
   * @param envSteps environment steps trained before it
   * @param meanReturn mean over its episodes
   * @param standardDeviation standard deviation over its episodes
   * @param commandedReturn the return that was commanded
   */
  public record CurvePoint(
      long envSteps, double meanReturn, double standardDeviation, double commandedReturn) {}

  /**
   * An iteration of training, with perturbed policies.
   *
   * @param envSteps environment steps at its end
   * @param meanReturn mean over its episodes
   * @param maxReturn the highest of its episodes
   */
  public record TrainingPoint(long envSteps, double meanReturn, double maxReturn) {}

  /**
   * One command of an extensive evaluation. Both returns are as training counts them, so without a
   * survival bonus that is left out.
   *
   * @param commandedReturn the return that was commanded
   * @param meanReturn mean over the episodes
   * @param halfWidth95 half the width of the mean's 95 % confidence interval; not finite where
   *     there are too few episodes for one
   * @param episodes the number of episodes
   */
  public record IdentityPoint(
      double commandedReturn, double meanReturn, double halfWidth95, int episodes) {}

  /**
   * A return bucket.
   *
   * @param lowerReturn its lower bound
   * @param upperReturn its upper bound
   * @param stored policies of it in the dataset
   * @param live policies of it in the buffer that trains
   */
  public record BucketCount(double lowerReturn, double upperReturn, long stored, long live) {}

  /**
   * Where the time went up to the end of an iteration, in seconds since the start of the run.
   *
   * @param envSteps environment steps at its end
   * @param rollout episodes of the slowest tasks
   * @param train updates of the generator
   * @param overhead everything else but evaluations
   */
  public record TimePoint(long envSteps, double rollout, double train, double overhead) {}
}

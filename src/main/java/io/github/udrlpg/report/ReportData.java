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
 * @param tiles the key numbers, in their order
 * @param signs every sign of a failing run; empty where it was not diagnosed
 * @param summary names and values of the summary table, in their order
 * @param learningCurve the evaluations, in order of environment steps
 * @param trainingReturns the iterations, in order of environment steps
 * @param identity the commands of the last extensive evaluation and of its zero-shot test
 * @param identityScores how well these are met
 * @param verdict the same in one line; empty before there was an extensive evaluation
 * @param buckets the return buckets, in order of return
 * @param occupancy the live policies at every evaluation
 * @param spread the spread of generated weights, in order of environment steps
 * @param times where the time went, in order of environment steps
 * @param losses of a generator that was trained from a dataset alone, in order of updates; empty
 *     for a run that rolled out
 * @param configuration the configuration of the run, as text
 * @param warnings what whoever reads the report must know first
 */
public record ReportData(
    String title,
    List<Tile> tiles,
    List<Sign> signs,
    Map<String, String> summary,
    List<CurvePoint> learningCurve,
    List<TrainingPoint> trainingReturns,
    List<IdentityPoint> identity,
    List<IdentityScore> identityScores,
    String verdict,
    List<BucketCount> buckets,
    Occupancy occupancy,
    List<SpreadPoint> spread,
    List<TimePoint> times,
    List<LossPoint> losses,
    String configuration,
    List<String> warnings) {

  public ReportData {
    tiles = List.copyOf(tiles);
    signs = List.copyOf(signs);
    summary = Collections.unmodifiableMap(new LinkedHashMap<>(summary));
    learningCurve = List.copyOf(learningCurve);
    trainingReturns = List.copyOf(trainingReturns);
    identity = List.copyOf(identity);
    identityScores = List.copyOf(identityScores);
    buckets = List.copyOf(buckets);
    spread = List.copyOf(spread);
    times = List.copyOf(times);
    losses = List.copyOf(losses);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether the generator was trained from a dataset alone. */
  boolean isOffline() {
    return !losses.isEmpty();
  }

  /**
   * A key number.
   *
   * @param value with its unit
   * @param aside what to know about it, small; may be empty
   */
  public record Tile(String label, String value, String aside) {}

  /**
   * A sign of a failing run.
   *
   * @param course since when it stands, or that it does not
   * @param value what the last evaluation measured
   * @param limit beyond what it is a sign, to be read behind "where"
   * @param advice what to do, a sentence without its full stop
   */
  public record Sign(
      String title, Status status, String course, String value, String limit, String advice) {

    /** Whether a run shows the sign. */
    public enum Status {
      /** It does. */
      STANDS,
      /** It did and does not any more. */
      GONE,
      /** It never did. */
      ABSENT
    }
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
   * @param kind of which test it is part
   * @param commandedReturn the return that was commanded
   * @param meanReturn mean over the episodes
   * @param halfWidth95 half the width of the mean's 95 % confidence interval; not finite where
   *     there are too few episodes for one
   * @param episodes the number of episodes
   * @param equivalencePValue of the test that the mean misses the command by less than a tenth of
   *     the scale; may be not a number
   */
  public record IdentityPoint(
      Kind kind,
      double commandedReturn,
      double meanReturn,
      double halfWidth95,
      int episodes,
      double equivalencePValue) {

    /** Which test a command is part of. */
    public enum Kind {
      /** The grid over the whole scale, each command as it is. */
      GRID("raw"),
      /** The same commands through the calibration. */
      CALIBRATED("calibrated"),
      /** The same commands, answered by the stored policies whose returns are nearest. */
      RETRIEVAL("nearest stored"),
      /** Returns above the ceiling, which nothing was trained on. */
      WITHHELD("withheld"),
      /** Returns above all that were ever achieved. */
      BEYOND("beyond all seen");

      private final String title;

      Kind(String title) {
        this.title = title;
      }

      /** Returns what tables and legends call it. */
      String title() {
        return title;
      }
    }
  }

  /**
   * How well some commands are met.
   *
   * @param name which commands
   * @param commands how many
   * @param nrmse root mean square of the miss, as a share of the scale
   * @param spearman rank correlation; may be not a number
   * @param withinTenPercent share of them missed by at most a tenth of the scale
   * @param rSquared of the identity; may be not a number
   * @param meanAbsoluteError mean of the misses, in returns
   * @param equivalent share of them shown to be missed by less than a tenth; may be not a number
   */
  public record IdentityScore(
      String name,
      int commands,
      double nrmse,
      double spearman,
      double withinTenPercent,
      double rSquared,
      double meanAbsoluteError,
      double equivalent) {}

  /**
   * Live policies by return bucket, at every evaluation.
   *
   * @param min the lower bound of bucket 0
   * @param width the returns that a bucket covers
   * @param points in order of environment steps; buckets without live policies may be missing
   */
  public record Occupancy(double min, double width, List<OccupancyPoint> points) {
    public Occupancy {
      points = List.copyOf(points);
    }
  }

  /**
   * One bucket at one evaluation.
   *
   * @param bucket its index, from 0
   * @param live policies of it in the buffer that trains
   */
  public record OccupancyPoint(long envSteps, int bucket, long live) {}

  /**
   * How much generated weights differ over commands.
   *
   * @param spread root mean square over weights of their standard deviation over commands
   * @param noise standard deviation of the noise on every weight
   */
  public record SpreadPoint(long envSteps, double spread, double noise) {}

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

  /**
   * The loss of some updates.
   *
   * @param updates until then
   * @param meanLoss mean squared error over the updates since the point before
   */
  public record LossPoint(int updates, double meanLoss) {}
}

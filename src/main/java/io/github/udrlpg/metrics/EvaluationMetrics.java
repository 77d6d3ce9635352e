package io.github.udrlpg.metrics;

/**
 * One command of one evaluation, rolled out without noise. Episodes that diverged are no returns.
 *
 * @param kind "regular", "extensive", "withheld", "beyond", "calibrated", "retrieval",
 *     "retrieval-withheld", "retrieval-beyond", "calibration" or "final"
 * @param iteration the iteration after which it was done
 * @param envSteps environment steps of training until then
 * @param command the commanded scaled return
 * @param commandedReturn the same as a training return
 * @param episodes episodes played
 * @param meanReturn mean return, the survival bonus included; NaN, as all that follows, where every
 *     episode diverged
 * @param standardDeviation sample standard deviation of the returns; 0 with one episode
 * @param minReturn lowest return
 * @param maxReturn highest return
 * @param meanTrainingReturn mean return as training counts it, comparable with {@code
 *     commandedReturn}
 * @param trainingReturnDeviation sample standard deviation of that
 * @param meanLength mean episode length in environment steps
 * @param divergedEpisodes episodes whose simulation broke down, which nothing above but {@code
 *     episodes} counts
 * @param givenCommand the scaled return that the generator was given for the command, which differs
 *     where it is calibrated, or that of the stored policy that was replayed
 * @param lower95 lower end of the 95 % interval of {@code meanTrainingReturn}; NaN with fewer than
 *     two sound episodes
 * @param upper95 its upper end, likewise
 * @param equivalencePValue of the two one-sided tests that the mean misses the command by less than
 *     a tenth of the scale of returns; NaN likewise
 */
public record EvaluationMetrics(
    String kind,
    int iteration,
    long envSteps,
    double command,
    double commandedReturn,
    int episodes,
    double meanReturn,
    double standardDeviation,
    double minReturn,
    double maxReturn,
    double meanTrainingReturn,
    double trainingReturnDeviation,
    double meanLength,
    int divergedEpisodes,
    double givenCommand,
    double lower95,
    double upper95,
    double equivalencePValue) {

  /** Older tables have 0 where no episode was sound, and that looks like a return. */
  public EvaluationMetrics {
    if (divergedEpisodes >= episodes) {
      meanReturn = Double.NaN;
      standardDeviation = Double.NaN;
      minReturn = Double.NaN;
      maxReturn = Double.NaN;
      meanTrainingReturn = Double.NaN;
      trainingReturnDeviation = Double.NaN;
      meanLength = Double.NaN;
      lower95 = Double.NaN;
      upper95 = Double.NaN;
      equivalencePValue = Double.NaN;
    }
  }

  /** Returns how many episodes the means are of. */
  public int soundEpisodes() {
    return episodes - divergedEpisodes;
  }

  /** Returns whether it measured anything. */
  public boolean isMeasured() {
    return soundEpisodes() > 0;
  }
}

package io.github.udrlpg.sweep;

import io.github.udrlpg.experiment.Score;
import java.util.EnumMap;
import java.util.Map;

/**
 * A run of a trial at the end of a rung.
 *
 * @param trial the trial's number
 * @param bracket the bracket's number
 * @param rung the rung's number in its bracket
 * @param seed the run's seed
 * @param envSteps environment steps that it was to train
 * @param cause why it did not come to its end, in one line; empty where it did
 * @param scores what it is worth; a score that it does not have is left out
 */
public record TrialRun(
    int trial,
    int bracket,
    int rung,
    long seed,
    long envSteps,
    String cause,
    Map<Score, Double> scores) {

  /** Copies the scores. */
  public TrialRun {
    Map<Score, Double> copy = new EnumMap<>(Score.class);
    copy.putAll(scores);
    scores = copy;
  }

  /** Returns whether it came to its end. */
  public boolean isFinished() {
    return cause.isEmpty();
  }

  /** Returns a score; NaN where it has none. */
  public double score(Score score) {
    return scores.getOrDefault(score, Double.NaN);
  }
}

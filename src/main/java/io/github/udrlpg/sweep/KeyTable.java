package io.github.udrlpg.sweep;

import io.github.udrlpg.report.KeyAxis;
import java.util.List;

/**
 * The trials of one budget of environment steps as numbers: what pictures and forests are made of.
 * A trial that failed has the score of the worst that did not.
 *
 * @param envSteps environment steps of these trials
 * @param results the trials
 * @param keys the varied keys, with a value for each trial
 * @param scores the score of each trial
 */
public record KeyTable(
    long envSteps, List<TrialResult> results, List<KeyAxis> keys, List<Double> scores) {

  /** Copies the lists. */
  public KeyTable {
    results = List.copyOf(results);
    keys = List.copyOf(keys);
    scores = List.copyOf(scores);
  }
}

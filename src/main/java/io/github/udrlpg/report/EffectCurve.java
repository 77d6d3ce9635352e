package io.github.udrlpg.report;

import java.util.List;

/**
 * A score over the values of a key, the trials of neighbouring values together.
 *
 * @param key index of the key among the axes
 * @param x the middle of each bin, as a value of the key
 * @param middle interquartile mean of the trials of each bin
 * @param lower lower end of its interval; NaN with fewer than two trials
 * @param upper upper end of its interval; NaN with fewer than two trials
 */
public record EffectCurve(
    int key, List<Double> x, List<Double> middle, List<Double> lower, List<Double> upper) {

  /** Copies the lists. */
  public EffectCurve {
    x = List.copyOf(x);
    middle = List.copyOf(middle);
    lower = List.copyOf(lower);
    upper = List.copyOf(upper);
  }
}

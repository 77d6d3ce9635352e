package io.github.udrlpg.sweep;

import io.github.udrlpg.report.SweepData.KeyShare;
import java.util.List;

/**
 * How much each key matters to a model of the score.
 *
 * @param shares each key's share, all together 1; empty where there is no model
 * @param heldOutR2 how much of the variance of trials that a model has not seen it explains: 1 is
 *     all, 0 or less is nothing; NaN where there is no model
 * @param note what a reader must know of it
 */
public record Importance(List<KeyShare> shares, double heldOutR2, String note) {
  /** Trials below which a model would say nothing. */
  public static final int FEWEST_TRIALS = 10;

  /** Copies the list. */
  public Importance {
    shares = List.copyOf(shares);
  }

  /** Returns that there is no model, and why. */
  public static Importance none(String note) {
    return new Importance(List.of(), Double.NaN, note);
  }

  /** Whoever fits the model. */
  @FunctionalInterface
  public interface Model {
    /** Returns how much each key of some trials matters. */
    Importance of(KeyTable table);
  }
}

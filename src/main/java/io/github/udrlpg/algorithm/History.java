package io.github.udrlpg.algorithm;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.store.PolicyRow;

/** What a run has seen so far, to be read; returns are scaled ones. */
public interface History {
  /** Returns how many iterations have been rolled out: the number of the next one. */
  int iterations();

  /** Returns the environment steps of training. */
  long envSteps();

  /** Returns the lowest return seen; 0 before anything was seen. */
  double lowestCommand();

  /** Returns the highest return, seen or live as the run is set; −∞ before there is one. */
  double highest();

  /**
   * Returns the highest return that may be commanded; before there is any, what the run may ask.
   */
  double highestCommand();

  /** Returns whether a policy may be learned from: none that diverged, or is above a ceiling. */
  boolean isTrainable(PolicyRow row);

  /** Returns the present statistics of all observations. */
  ObservationNormalizer normalizer();
}

package io.github.udrlpg.train;

import io.github.udrlpg.config.CoverageSettings;
import io.github.udrlpg.store.PolicyRow;
import java.util.List;

/**
 * Which policies the generator learns from. A low return has two causes: the mean was bad, or loud
 * noise broke a good one. What is learned from the second kind is the good mean itself, as the
 * answer to a low command, and the identity curve goes flat.
 *
 * @param quiet the σ up to which a policy is learned from whatever it earned
 * @param missedBelow the share of its command that a louder one has to earn
 */
record Lessons(double quiet, double missedBelow) {
  /** Every policy is learned from, as in the paper. */
  private static final Lessons ALL = new Lessons(Double.POSITIVE_INFINITY, 0);

  static Lessons of(CoverageSettings coverage) {
    return coverage.share() == 0 ? ALL : new Lessons(coverage.noise(), coverage.missedBelow());
  }

  /** Returns those of an iteration's policies that say something of their return, in order. */
  List<PolicyRow> from(List<PolicyRow> rows) {
    return rows.stream().filter(this::teaches).toList();
  }

  /** The warm-up commands what nobody has seen yet: missing it says nothing. */
  private boolean teaches(PolicyRow row) {
    return row.iteration() == 0
        || row.noise() <= quiet
        || row.scaledReturn() >= missedBelow * row.command();
  }
}

package io.github.udrlpg.harness;

import io.github.udrlpg.config.RolloutSettings.Command;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.rollout.ReturnScale;

/**
 * What of a run's returns counts: settings, which no checkpoint has.
 *
 * @param ceiling the highest scaled return that may be trained on and commanded; ∞ for no limit
 * @param forgets whether only remembered policies count for the highest return
 */
record Limits(double ceiling, boolean forgets) {
  /** Everything counts, for good. */
  static final Limits NONE = new Limits(Double.POSITIVE_INFINITY, false);

  static Limits of(Settings settings, ReturnScale returns) {
    return new Limits(
        settings.training().returnCeiling().stream()
            .map(returns::scaled)
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY),
        settings.rollout().command() == Command.HIGHEST_LIVE);
  }
}

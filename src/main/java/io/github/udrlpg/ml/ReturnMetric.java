package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.store.Episode;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.Stream;

/** What a {@link ReturnEvaluator} measures of every policy; its value is the mean over policies. */
enum ReturnMetric {
  /** How far the mean training return is from the commanded one, on the scale of commands. */
  IDENTITY_ERROR("identityError", false) {
    @Override
    double of(double command, List<Episode> episodes, ReturnScale returns) {
      return Math.abs(returns.scaled(episodes) - command);
    }
  },

  /** The mean return, as it is reported: unscaled, with the survival bonus. */
  MEAN_RETURN("meanReturn", true) {
    @Override
    double of(double command, List<Episode> episodes, ReturnScale returns) {
      return episodes.stream().mapToDouble(Episode::totalReturn).average().orElseThrow();
    }
  };

  private final String label;
  private final boolean largerBetter;

  ReturnMetric(String label, boolean largerBetter) {
    this.label = label;
    this.largerBetter = largerBetter;
  }

  /**
   * Returns what it comes to for one policy.
   *
   * @param command the scaled return that was commanded
   * @param episodes what the policy played and did not diverge, at least one
   */
  abstract double of(double command, List<Episode> episodes, ReturnScale returns);

  /** Returns its name, as MLlib's evaluators write theirs. */
  String label() {
    return label;
  }

  boolean isLargerBetter() {
    return largerBetter;
  }

  /**
   * Returns the metric of a name.
   *
   * @throws InvalidInputException if there is none
   */
  static ReturnMetric of(String label) {
    return Stream.of(values())
        .filter(metric -> metric.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    Text.format(
                        "metricName: must be one of %s, found '%s'",
                        Stream.of(values()).map(ReturnMetric::label).toList(), label)));
  }
}

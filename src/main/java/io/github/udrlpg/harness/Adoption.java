package io.github.udrlpg.harness;

import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.buffer.ReturnBuckets;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import java.util.Collections;
import java.util.Map;

/** The state and the end of a run whose generator was trained elsewhere: it took no step itself. */
final class Adoption {
  private Adoption() {}

  static TrainingState adopt(
      TrainingState state, FittedGenerator fitted, Map<Integer, Long> stored, double maxReturn) {
    state.observations = fitted.observations().copy();
    state.nextIteration = 1;
    state.maxReturn = maxReturn;
    state.lowestSeen = Collections.min(fitted.commands());
    state.highestSeen = Collections.max(fitted.commands());
    state.highestLive = state.highestSeen;
    state.highestStored = state.highestSeen;
    state.storedByBucket.putAll(stored);
    state.times.train = fitted.progress().get(fitted.progress().size() - 1).seconds();
    return state;
  }

  static TrainingSummary summary(
      TrainingState state,
      EvaluationMetrics last,
      FittedGenerator fitted,
      ReturnScale returns,
      ReturnBuckets returnBuckets) {
    return TrainingSummary.of(
        state,
        last,
        returns,
        returnBuckets.histogram(fitted.commands().stream().mapToDouble(Double::doubleValue)));
  }
}

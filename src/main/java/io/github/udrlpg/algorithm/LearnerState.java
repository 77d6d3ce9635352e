package io.github.udrlpg.algorithm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a learner has learned, as a checkpoint holds it.
 *
 * @param arrays by name, each a {@code float[]}, {@code double[]} or {@code int[]}; names that
 *     begin with {@code observations.} or {@code calibration.} are the harness's
 * @param counters whole numbers by name
 */
public record LearnerState(Map<String, Object> arrays, Map<String, Long> counters) {
  /** Copies the maps, not the arrays. */
  public LearnerState {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    counters = Map.copyOf(counters);
  }
}

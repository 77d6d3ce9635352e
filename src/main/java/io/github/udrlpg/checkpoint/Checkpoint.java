package io.github.udrlpg.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run's state between two iterations.
 *
 * @param nextIteration the iteration that comes next
 * @param arrays {@code float[]}, {@code double[]} or {@code int[]} by name
 * @param scalars all else, as a JSON object
 */
public record Checkpoint(int nextIteration, Map<String, Object> arrays, String scalars) {

  /** Copies the map, keeping its order; the arrays themselves are shared. */
  public Checkpoint {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }
}

package io.github.udrlpg.generator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that a generator's next update depends on, as plain data for a checkpoint.
 *
 * <p>The three maps have the same names, for example {@code hidden_hn.net_w.0.weight}, and lengths.
 * Weights are row-major {@code [outputs, inputs]}, embeddings {@code [tiles in, tiles out,
 * embedding]}. The arrays are not copied: treat them as read-only.
 *
 * @param steps updates so far
 * @param parameters values by name
 * @param firstMoments Adam's running means of the gradient
 * @param secondMoments Adam's running means of the squared gradient
 * @param averages the moving average of the values; empty where none is kept
 */
public record GeneratorState(
    long steps,
    Map<String, float[]> parameters,
    Map<String, float[]> firstMoments,
    Map<String, float[]> secondMoments,
    Map<String, float[]> averages) {

  /** Keeps the order of the names. */
  public GeneratorState {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    firstMoments = Collections.unmodifiableMap(new LinkedHashMap<>(firstMoments));
    secondMoments = Collections.unmodifiableMap(new LinkedHashMap<>(secondMoments));
    averages = Collections.unmodifiableMap(new LinkedHashMap<>(averages));
  }

  /** Returns a state in which no average is kept. */
  public GeneratorState(
      long steps,
      Map<String, float[]> parameters,
      Map<String, float[]> firstMoments,
      Map<String, float[]> secondMoments) {
    this(steps, parameters, firstMoments, secondMoments, Map.of());
  }
}

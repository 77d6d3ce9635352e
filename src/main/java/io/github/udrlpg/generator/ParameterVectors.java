package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import java.util.Map;

/**
 * A {@link GeneratorState} as vectors in the order of a {@link ParameterLayout}.
 *
 * @param steps updates so far
 * @param parameters the values
 * @param firstMoments Adam's running means of the gradient
 * @param secondMoments Adam's running means of the squared gradient
 * @param average the moving average of the values; of length 0 where none is kept
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record ParameterVectors(
    long steps, float[] parameters, float[] firstMoments, float[] secondMoments, float[] average) {
  private static final float[] NONE = {};

  /**
   * Reads a state.
   *
   * @throws InvalidInputException if the state belongs to another shape
   */
  static ParameterVectors of(ParameterLayout layout, GeneratorState state) {
    if (state.steps() < 0) {
      throw new InvalidInputException(
          "Generator state has a negative number of steps: " + state.steps());
    }
    return new ParameterVectors(
        state.steps(),
        layout.toVector(state.parameters(), "parameter"),
        layout.toVector(state.firstMoments(), "first moment"),
        layout.toVector(state.secondMoments(), "second moment"),
        state.averages().isEmpty() ? NONE : layout.toVector(state.averages(), "average"));
  }

  /** Returns vectors before the first update. */
  static ParameterVectors initial(ParameterLayout layout, float[] parameters) {
    return new ParameterVectors(
        0, parameters, new float[layout.length()], new float[layout.length()], NONE);
  }

  /** Returns the state by names. */
  GeneratorState toState(ParameterLayout layout) {
    return new GeneratorState(
        steps,
        layout.toNamed(parameters),
        layout.toNamed(firstMoments),
        layout.toNamed(secondMoments),
        average.length == 0 ? Map.of() : layout.toNamed(average));
  }
}

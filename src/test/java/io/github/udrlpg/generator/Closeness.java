package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;

/** Comparisons of single-precision results with double-precision references. */
final class Closeness {
  private Closeness() {}

  /**
   * Asserts that every value agrees within {@code tolerance} times the larger of its size and
   * {@code floor}.
   */
  static void assertClose(
      String what, float[] actual, double[] expected, double tolerance, double floor) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      double allowed = tolerance * Math.max(Math.abs(expected[i]), floor);
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("%s[%d]: expected %s, found %s", what, i, expected[i], actual[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  /** Asserts the same of every array, and that there are the same names. */
  static void assertClose(
      Map<String, float[]> actual, Map<String, double[]> expected, double tolerance, double floor) {
    assertThat(actual.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach(
        (name, values) -> assertClose(name, actual.get(name), values, tolerance, floor));
  }

  /** Returns the largest size of any value. */
  static double largest(Map<String, double[]> named) {
    return named.values().stream()
        .flatMapToDouble(Arrays::stream)
        .map(Math::abs)
        .max()
        .orElseThrow();
  }
}

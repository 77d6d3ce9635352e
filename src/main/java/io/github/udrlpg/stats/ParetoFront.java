package io.github.udrlpg.stats;

import io.github.udrlpg.text.Text;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Of points with an error and a score, those that no other one betters in both. */
public final class ParetoFront {
  private ParetoFront() {}

  /**
   * Returns the points that no other one dominates: none has at most their error and at least their
   * score, and is better in one of them. Equal points dominate one another not, and are all in it.
   *
   * @param errors {@code [points]}; a point with a NaN in either is in no front
   * @param scores {@code [points]}
   * @return indices, by error; equal points by index
   * @throws IllegalArgumentException if there are more of one than of the other
   */
  public static List<Integer> of(double[] errors, double[] scores) {
    if (errors.length != scores.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Every point needs an error and a score, found %d and %d",
              errors.length, scores.length));
    }
    return IntStream.range(0, errors.length)
        .filter(i -> !Double.isNaN(errors[i]) && !Double.isNaN(scores[i]))
        .filter(
            i -> IntStream.range(0, errors.length).noneMatch(j -> dominates(errors, scores, j, i)))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> errors[i]))
        .toList();
  }

  private static boolean dominates(double[] errors, double[] scores, int a, int b) {
    return errors[a] <= errors[b]
        && scores[a] >= scores[b]
        && (errors[a] < errors[b] || scores[a] > scores[b]);
  }
}

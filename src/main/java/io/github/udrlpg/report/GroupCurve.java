package io.github.udrlpg.report;

import java.util.List;

/**
 * The curve of a group of runs, and of each of them.
 *
 * @param name what the legend calls the group
 * @param x the horizontal axis, in order
 * @param middle the group's value at each x
 * @param lower the lower end of its band at each x; NaN where there is none
 * @param upper the upper end of its band at each x; NaN where there is none
 * @param runs the values of each run at each x, {@code [runs][x]}
 */
public record GroupCurve(
    String name,
    List<Double> x,
    List<Double> middle,
    List<Double> lower,
    List<Double> upper,
    List<List<Double>> runs) {

  /** Copies the lists. */
  public GroupCurve {
    x = List.copyOf(x);
    middle = List.copyOf(middle);
    lower = List.copyOf(lower);
    upper = List.copyOf(upper);
    runs = runs.stream().map(List::copyOf).toList();
  }

  /** Returns whether there is a band. */
  boolean hasBand() {
    return lower.stream().allMatch(Double::isFinite) && upper.stream().allMatch(Double::isFinite);
  }
}

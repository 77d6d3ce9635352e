package io.github.udrlpg.report;

import java.util.List;
import java.util.Optional;

/**
 * What was earned against how well commands were met: what a picture of both shows.
 *
 * @param sets sets of points, a colour each
 * @param front those of the points that no other one betters in both, by error; they are named in
 *     the picture. Empty where none is to be drawn
 * @param best the point that stands out; empty where none does
 */
public record TradeOff(List<Series> sets, List<Point> front, Optional<Best> best) {

  /** Copies the lists. */
  public TradeOff {
    sets = List.copyOf(sets);
    front = List.copyOf(front);
  }

  /**
   * A trial or a run.
   *
   * @param label what it is called in the picture: a few letters
   * @param error obedience error (nRMSE), a share of the range of returns
   * @param finalReturn mean return of the final evaluation
   */
  public record Point(String label, double error, double finalReturn) {}

  /**
   * Points of one colour.
   *
   * @param name what they are called
   * @param points at least one
   */
  public record Series(String name, List<Point> points) {
    /** Copies the list. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * The point that stands out.
   *
   * @param name why it does
   * @param point where it is
   */
  public record Best(String name, Point point) {}

  /** Returns every point. */
  List<Point> points() {
    return sets.stream().flatMap(set -> set.points().stream()).toList();
  }
}

package io.github.udrlpg.algorithm;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the last quiet policies achieved for their commands: a rough identity curve of a generator
 * that goes on learning. Commands and returns are scaled returns. Not for several threads.
 */
final class RecentCurve {
  private static final int POINTS = 48;

  private final Deque<Point> points = new ArrayDeque<>();

  /** A command, and what it achieved. */
  record Point(double command, double achieved) {
    double towards(Point other, double wanted) {
      double share = (wanted - achieved) / (other.achieved - achieved);
      return command + share * (other.command - command);
    }
  }

  void add(double command, double achieved) {
    points.add(new Point(command, achieved));
    if (points.size() > POINTS) {
      points.remove();
    }
  }

  /** Returns the points, oldest first. */
  List<Point> points() {
    return List.copyOf(points);
  }

  /**
   * Returns a command between two neighbouring ones whose returns lie on either side of a wanted
   * one, on the straight line through them, so that a leap is looked into: its middle is commanded
   * for what lies in its middle. Of several such places it is the one nearest to the wanted return
   * as a command, so that what is achieved there is learned for a command nearby. What lies outside
   * of everything achieved is commanded as it is.
   */
  double command(double wanted) {
    SortedMap<Double, DoubleSummaryStatistics> achieved = new TreeMap<>();
    for (Point point : points) {
      achieved
          .computeIfAbsent(point.command(), c -> new DoubleSummaryStatistics())
          .accept(point.achieved());
    }
    double nearest = Double.NaN;
    Point before = null;
    for (Map.Entry<Double, DoubleSummaryStatistics> entry : achieved.entrySet()) {
      Point point = new Point(entry.getKey(), entry.getValue().getAverage());
      if (before != null && (before.achieved() < wanted) != (point.achieved() < wanted)) {
        double crossing = before.towards(point, wanted);
        if (!(Math.abs(nearest - wanted) <= Math.abs(crossing - wanted))) {
          nearest = crossing;
        }
      }
      before = point;
    }
    return Double.isNaN(nearest) ? wanted : nearest;
  }
}

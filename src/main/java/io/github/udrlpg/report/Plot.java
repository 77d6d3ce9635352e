package io.github.udrlpg.report;

import java.util.List;

/** What one picture of an analysis shows. */
public sealed interface Plot {
  /** Returns the title of the horizontal axis. */
  String horizontal();

  /** Returns the title of the vertical axis. */
  String vertical();

  /** Rectangles, darker or brighter the more they hold. */
  record Heat(String horizontal, String vertical, List<Cell> cells) implements Plot {
    /** Copies the list. */
    public Heat {
      cells = List.copyOf(cells);
    }
  }

  /** A rectangle and the count that it stands for. */
  record Cell(double left, double right, double bottom, double top, long count) {}

  /** Points, coloured by a value. */
  record Points(String horizontal, String vertical, List<Point> points) implements Plot {
    /** Copies the list. */
    public Points {
      points = List.copyOf(points);
    }
  }

  /** A point and the value that colours it. */
  record Point(double x, double y, double value) {}

  /** Lines through points, each with a name. */
  record Lines(String horizontal, String vertical, List<Line> lines) implements Plot {
    /** Copies the list. */
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A line.
   *
   * @param name for the legend
   * @param stroke how it is drawn
   * @param x in ascending order
   * @param y as many; what is not finite is left out
   */
  record Line(String name, Stroke stroke, List<Double> x, List<Double> y) {
    /** Copies the lists. */
    public Line {
      x = List.copyOf(x);
      y = List.copyOf(y);
    }
  }

  /** How a line is drawn. */
  enum Stroke {
    /** What was measured. */
    SOLID,
    /** What it is compared with. */
    DASHED,
    /** Values that have nothing between them. */
    DOTS
  }
}

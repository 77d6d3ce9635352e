package io.github.udrlpg.report;

import io.github.udrlpg.report.TradeOff.Point;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.AnnotationText;

/**
 * Where the names of points stand so that they hide neither a point nor one another. Up and to the
 * left of a point of the front there is none that could be hidden; where many stand close together
 * some find no place and are left out.
 */
final class PointLabels {
  /** What title, ticks and legend leave of a picture. */
  private static final double PLOT_WIDTH = 0.85;

  private static final double PLOT_HEIGHT = 0.72;

  /** Half the size of a marker and a little air, in points. */
  private static final double CLEARANCE = 6;

  /** Directions, in the order they are tried. */
  private static final List<double[]> PLACES =
      List.of(new double[] {-1, 1}, new double[] {0, 1}, new double[] {-1, 0});

  private final Axis x;
  private final Axis y;
  private final double pointsPerX;
  private final double pointsPerY;
  private final int fontSize;

  PointLabels(Axis x, Axis y, ChartStyle style) {
    this.x = x;
    this.y = y;
    this.pointsPerX = PLOT_WIDTH * style.width() / x.width();
    this.pointsPerY = PLOT_HEIGHT * style.height() / y.width();
    this.fontSize = style.fontSize();
  }

  /**
   * Returns the texts, for a chart that is still to be tamed.
   *
   * @param named the points whose names are wanted, by error; those in one place share a text
   * @param all every point of the picture
   */
  List<AnnotationText> of(List<Point> named, List<Point> all) {
    Map<List<Double>, List<String>> names = new LinkedHashMap<>();
    for (Point point : named) {
      names
          .computeIfAbsent(List.of(point.error(), point.finalReturn()), place -> new ArrayList<>())
          .add(point.label());
    }
    List<Rectangle2D> taken = new ArrayList<>();
    all.forEach(point -> taken.add(around(across(point.error()), up(point.finalReturn()), 8, 8)));
    List<AnnotationText> texts = new ArrayList<>();
    names.forEach(
        (place, labels) -> {
          String text = text(labels);
          for (double[] direction : PLACES) {
            Rectangle2D box = box(place, text, direction);
            if (fits(box) && taken.stream().noneMatch(box::intersects)) {
              taken.add(withGap(box));
              texts.add(
                  new AnnotationText(
                      text,
                      Magnitude.drawn(x.min() + box.getCenterX() / pointsPerX, x),
                      Magnitude.drawn(y.min() + box.getCenterY() / pointsPerY, y),
                      false));
              break;
            }
          }
        });
    return texts;
  }

  private static String text(List<String> labels) {
    return labels.size() > 3
        ? String.join(", ", labels.subList(0, 3)) + ", …"
        : String.join(", ", labels);
  }

  private Rectangle2D box(List<Double> place, String text, double[] direction) {
    double width = 0.62 * fontSize * text.length();
    return around(
        across(place.get(0)) + direction[0] * (CLEARANCE + width / 2),
        up(place.get(1)) + direction[1] * (CLEARANCE + fontSize / 2.0),
        width,
        fontSize);
  }

  /** Two numbers side by side must not read as one. */
  private Rectangle2D withGap(Rectangle2D box) {
    return around(box.getCenterX(), box.getCenterY(), box.getWidth() + fontSize, box.getHeight());
  }

  private boolean fits(Rectangle2D box) {
    return box.getMinX() >= 0
        && box.getMinY() >= 0
        && box.getMaxX() <= pointsPerX * x.width()
        && box.getMaxY() <= pointsPerY * y.width();
  }

  private double across(double error) {
    return (error - x.min()) * pointsPerX;
  }

  private double up(double finalReturn) {
    return (finalReturn - y.min()) * pointsPerY;
  }

  private static Rectangle2D around(double middle, double height, double width, double tall) {
    return new Rectangle2D.Double(middle - width / 2, height - tall / 2, width, tall);
  }
}

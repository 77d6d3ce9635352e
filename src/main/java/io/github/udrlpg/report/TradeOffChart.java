package io.github.udrlpg.report;

import io.github.udrlpg.report.TradeOff.Point;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The final return over the obedience error: the best are at the upper left. */
final class TradeOffChart {
  private static final List<Marker> MARKERS =
      List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP);

  /** Room at the left and above, as a share of the range, for the names of points there. */
  private static final double ROOM = 0.08;

  /** As much of it is no room for another tick. */
  private static final double BESIDE_ZERO = 0.03;

  /** Points that a name in the legend takes besides its letters. */
  private static final double BESIDE_NAME = 56;

  /** As a share of the size of the font. */
  private static final double WIDTH_OF_LETTER = 0.62;

  private static final String ON_THE_FRONT = "on the front";

  private TradeOffChart() {}

  /**
   * Draws the points, the front as the steps that it is made of, and the best.
   *
   * @throws IllegalArgumentException if no point has both numbers
   */
  static XYChart of(TradeOff data, ChartStyle style) {
    List<Point> drawn = data.points().stream().filter(TradeOffChart::isDrawable).toList();
    if (drawn.isEmpty()) {
      throw new IllegalArgumentException("A picture of return against obedience needs a point");
    }
    Axis x = errors(drawn);
    Axis y = returns(drawn);
    XYChart chart =
        Canvas.of(
            style,
            style.isNarrow()
                ? "Obedience error (nRMSE)"
                : "Obedience error (nRMSE, as a share of the range of returns)",
            "Final return of an episode",
            x,
            y);
    arrangeLegend(chart, data, style);
    Palette palette = style.palette();
    List<Point> front = data.front().stream().filter(TradeOffChart::isDrawable).toList();
    addFront(chart, front, palette.main());
    for (int i = 0; i < data.sets().size(); i++) {
      List<Point> points =
          data.sets().get(i).points().stream().filter(TradeOffChart::isDrawable).toList();
      Color color = data.sets().size() == 1 ? palette.faint() : palette.series(i);
      Marker marker = MARKERS.get(i / Palette.SERIES % MARKERS.size());
      dots(chart, data.sets().get(i).name(), points, marker, color);
    }
    // Over the others, so that those of the front do not look like any point.
    dots(chart, ON_THE_FRONT, front, SeriesMarkers.CIRCLE, palette.main());
    data.best()
        .filter(best -> isDrawable(best.point()))
        .ifPresent(
            best ->
                dots(
                    chart,
                    best.name(),
                    List.of(best.point()),
                    SeriesMarkers.DIAMOND,
                    palette.contrast()));
    chart.getStyler().setAnnotationTextFont(chart.getStyler().getAxisTickLabelsFont());
    chart.getStyler().setAnnotationTextFontColor(palette.text());
    new PointLabels(x, y, style).of(front, drawn).forEach(chart::addAnnotation);
    return chart;
  }

  /** Names that do not fit side by side stand below one another, at the right. */
  private static void arrangeLegend(XYChart chart, TradeOff data, ChartStyle style) {
    double letter = WIDTH_OF_LETTER * style.fontSize();
    double width =
        data.sets().stream().mapToDouble(set -> BESIDE_NAME + letter * set.name().length()).sum();
    if (data.sets().size() > 1 && !style.isNarrow() && width > style.width()) {
      chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
      chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    }
  }

  private static boolean isDrawable(Point point) {
    return Double.isFinite(point.error()) && Double.isFinite(point.finalReturn());
  }

  /** An error is never below 0, and a tick there would look as if it could be. */
  private static Axis errors(List<Point> points) {
    Axis around = Axis.around(points.stream().mapToDouble(Point::error));
    double roomy = around.min() - ROOM * around.width();
    boolean sound = points.stream().allMatch(point -> point.error() >= 0);
    return new Axis(sound ? Math.max(roomy, -BESIDE_ZERO * around.width()) : roomy, around.max());
  }

  private static Axis returns(List<Point> points) {
    Axis around = Axis.around(points.stream().mapToDouble(Point::finalReturn));
    return new Axis(around.min(), around.max() + ROOM * around.width());
  }

  /**
   * What lies between two settings was not measured: from one to the next the front is a step,
   * below and to the right of which a point is bettered.
   */
  private static void addFront(XYChart chart, List<Point> front, Color color) {
    if (front.isEmpty()) {
      return;
    }
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < front.size(); i++) {
      if (i > 0) {
        x.add(front.get(i).error());
        y.add(front.get(i - 1).finalReturn());
      }
      x.add(front.get(i).error());
      y.add(front.get(i).finalReturn());
    }
    Canvas.line(chart, "Pareto front", array(x), array(y), color)
        .setLineStyle(SeriesLines.SOLID)
        .setLineWidth(2);
  }

  private static void dots(
      XYChart chart, String name, List<Point> points, Marker marker, Color color) {
    if (points.isEmpty()) {
      return;
    }
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(Point::error).toArray(),
            points.stream().mapToDouble(Point::finalReturn).toArray());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(marker).setMarkerColor(color);
    series.setLineColor(color);
    series.setShowInLegend(!name.equals(ON_THE_FRONT));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.report.Plot.Cell;
import io.github.udrlpg.report.Plot.Heat;
import io.github.udrlpg.report.Plot.Line;
import io.github.udrlpg.report.Plot.Lines;
import io.github.udrlpg.report.Plot.Point;
import io.github.udrlpg.report.Plot.Points;
import io.github.udrlpg.report.Plot.Stroke;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the pictures of an analysis. */
final class PlotChart {
  private static final int COLORS_WIDE = 5;
  private static final int COLORS_NARROW = 4;

  /** Points of the lowest values would not show on the background in the faintest colour. */
  private static final double FAINTEST_POINT = 0.25;

  /** More points are drawn small, so that they do not hide one another; fewer so that they show. */
  private static final int MANY_POINTS = 500;

  private PlotChart() {}

  /**
   * Returns the chart.
   *
   * @throws IllegalArgumentException if there is nothing to draw
   */
  static XYChart of(Plot plot, ChartStyle style) {
    if (plot instanceof Heat heat) {
      return heat(heat, style);
    }
    return plot instanceof Points points ? points(points, style) : lines((Lines) plot, style);
  }

  private static XYChart heat(Heat heat, ChartStyle style) {
    requireSome(heat.cells());
    XYChart chart =
        Canvas.of(
            style,
            heat.horizontal(),
            heat.vertical(),
            Axis.around(
                heat.cells().stream().flatMapToDouble(c -> DoubleStream.of(c.left(), c.right()))),
            Axis.around(
                heat.cells().stream().flatMapToDouble(c -> DoubleStream.of(c.bottom(), c.top()))));
    chart.getStyler().setPlotGridLinesVisible(false);
    long most = heat.cells().stream().mapToLong(Cell::count).max().orElseThrow();
    List<Long> lowest = OccupancyChart.steps(most, colors(style));
    for (int i = 0; i < lowest.size(); i++) {
      long from = lowest.get(i);
      long to = i + 1 < lowest.size() ? lowest.get(i + 1) - 1 : most;
      List<OccupancyChart.Cell> cells =
          heat.cells().stream()
              .filter(cell -> cell.count() >= from && cell.count() <= to)
              .map(
                  c -> new OccupancyChart.Cell(c.left(), c.right(), c.bottom(), c.top(), c.count()))
              .toList();
      if (!cells.isEmpty()) {
        double share = lowest.size() == 1 ? 1 : (double) i / (lowest.size() - 1);
        OccupancyChart.fill(chart, from == to ? "" + from : from + "–" + to, cells, style, share);
      }
    }
    return chart;
  }

  private static XYChart points(Points plot, ChartStyle style) {
    requireSome(plot.points());
    XYChart chart =
        Canvas.of(
            style,
            plot.horizontal(),
            plot.vertical(),
            Axis.around(plot.points().stream().mapToDouble(Point::x)),
            Axis.around(plot.points().stream().mapToDouble(Point::y)));
    chart.getStyler().setMarkerSize(plot.points().size() > MANY_POINTS ? 4 : 7);
    double least = plot.points().stream().mapToDouble(Point::value).min().orElseThrow();
    double most = plot.points().stream().mapToDouble(Point::value).max().orElseThrow();
    // What differs by less than any axis shows has one colour.
    int colors = new Axis(least, most).max() == most && least < most ? colors(style) : 1;
    double step = (most - least) / colors;
    List<String> bounds = bounds(least, step, colors);
    for (int i = 0; i < colors; i++) {
      int color = i;
      List<Point> some =
          plot.points().stream().filter(p -> color(p, least, step, colors) == color).toList();
      if (!some.isEmpty()) {
        double share = colors == 1 ? 1 : FAINTEST_POINT + (1 - FAINTEST_POINT) * i / (colors - 1);
        String name = bounds.get(i) + " to " + bounds.get(i + 1);
        dots(
            chart,
            name,
            some.stream().mapToDouble(Point::x).toArray(),
            some.stream().mapToDouble(Point::y).toArray(),
            style.palette().heat(share));
      }
    }
    return chart;
  }

  /** Returns the texts of where colours begin and end, which are all different. */
  private static List<String> bounds(double least, double step, int colors) {
    double[] bounds = IntStream.rangeClosed(0, colors).mapToDouble(i -> least + i * step).toArray();
    Axis axis = new Axis(least, bounds[colors]);
    List<String> brief = DoubleStream.of(bounds).mapToObj(Table::number).toList();
    return brief.stream().distinct().count() == bounds.length
        ? brief
        : DoubleStream.of(bounds).mapToObj(axis::label).toList();
  }

  private static int color(Point point, double least, double step, int colors) {
    return step > 0 ? Math.min(colors - 1, (int) ((point.value() - least) / step)) : 0;
  }

  private static void dots(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
    series.setLineColor(color);
  }

  private static XYChart lines(Lines plot, ChartStyle style) {
    requireSome(plot.lines());
    XYChart chart =
        Canvas.of(
            style,
            plot.horizontal(),
            plot.vertical(),
            Axis.around(all(plot.lines().stream().map(Line::x).toList())),
            Axis.around(
                DoubleStream.concat(
                    DoubleStream.of(0), all(plot.lines().stream().map(Line::y).toList()))));
    for (int i = 0; i < plot.lines().size(); i++) {
      Line line = plot.lines().get(i);
      int[] finite =
          IntStream.range(0, line.x().size())
              .filter(k -> Double.isFinite(line.y().get(k)))
              .toArray();
      if (finite.length == 0) {
        continue;
      }
      double[] x = IntStream.of(finite).mapToDouble(line.x()::get).toArray();
      double[] y = IntStream.of(finite).mapToDouble(line.y()::get).toArray();
      Color color = style.palette().series(i);
      if (line.stroke() == Stroke.DOTS) {
        dots(chart, line.name(), x, y, color);
      } else {
        Canvas.line(chart, line.name(), x, y, color)
            .setLineStyle(
                line.stroke() == Stroke.DASHED ? SeriesLines.DASH_DASH : SeriesLines.SOLID)
            .setLineWidth(1.8f);
      }
    }
    return chart;
  }

  private static DoubleStream all(List<List<Double>> values) {
    return values.stream().flatMap(List::stream).mapToDouble(Double::doubleValue);
  }

  private static int colors(ChartStyle style) {
    return style.isNarrow() ? COLORS_NARROW : COLORS_WIDE;
  }

  private static void requireSome(List<?> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to draw");
    }
  }
}

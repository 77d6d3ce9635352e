package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The return achieved over the return commanded. */
final class IdentityChart {
  private IdentityChart() {}

  /** Returns the commands that can be drawn, in order. */
  static List<IdentityPoint> drawable(ReportData data) {
    return data.identity().stream()
        .filter(p -> Double.isFinite(p.commandedReturn()) && Double.isFinite(p.meanReturn()))
        .sorted(Comparator.comparingDouble(IdentityPoint::commandedReturn))
        .toList();
  }

  static XYChart of(ReportData data, ChartStyle style) {
    List<IdentityPoint> points = drawable(data);
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          "An identity curve needs a command with a finite return, found none among "
              + data.identity().size());
    }
    Palette palette = style.palette();
    Axis x = Axis.around(points.stream().mapToDouble(IdentityPoint::commandedReturn));
    XYChart chart = Canvas.of(style, "Commanded return", "Achieved return", x, achieved(points, x));
    chart.getStyler().setErrorBarsColorSeriesColor(true);

    double[] ends = {x.min(), x.max()};
    Canvas.line(chart, "achieved = commanded", ends, ends, palette.contrast())
        .setLineStyle(SeriesLines.DASH_DASH)
        .setLineWidth(1.2f);
    boolean calibrated = !of(Kind.CALIBRATED, points).isEmpty();
    add(chart, Kind.RETRIEVAL, points, SeriesMarkers.CROSS, palette.text());
    add(
            chart,
            Kind.GRID,
            points,
            SeriesMarkers.CIRCLE,
            calibrated ? palette.faint() : palette.main())
        .ifPresent(series -> series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line));
    add(chart, Kind.CALIBRATED, points, SeriesMarkers.CIRCLE, palette.main())
        .ifPresent(series -> series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line));
    add(chart, Kind.WITHHELD, points, SeriesMarkers.SQUARE, palette.third());
    add(chart, Kind.BEYOND, points, SeriesMarkers.DIAMOND, palette.fourth());
    return chart;
  }

  private static List<IdentityPoint> of(Kind kind, List<IdentityPoint> points) {
    return points.stream().filter(point -> point.kind() == kind).toList();
  }

  /** Adds points with their intervals, without a line between them. */
  private static Optional<XYSeries> add(
      XYChart chart, Kind kind, List<IdentityPoint> all, Marker marker, Color color) {
    List<IdentityPoint> points = of(kind, all);
    if (points.isEmpty()) {
      return Optional.empty();
    }
    XYSeries series =
        chart.addSeries(
            kind.title(),
            points.stream().mapToDouble(IdentityPoint::commandedReturn).toArray(),
            points.stream().mapToDouble(IdentityPoint::meanReturn).toArray(),
            points.stream().mapToDouble(IdentityChart::halfWidth).toArray());
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setLineColor(color).setLineWidth(1.5f).setLineStyle(SeriesLines.SOLID);
    series.setMarker(marker).setMarkerColor(color);
    return Optional.of(series);
  }

  private static Axis achieved(List<IdentityPoint> points, Axis x) {
    return Axis.around(
        DoubleStream.concat(
            DoubleStream.of(x.min(), x.max()),
            points.stream()
                .flatMapToDouble(
                    p ->
                        DoubleStream.of(
                            p.meanReturn() - halfWidth(p), p.meanReturn() + halfWidth(p)))));
  }

  private static double halfWidth(IdentityPoint point) {
    return Double.isFinite(point.halfWidth95()) ? point.halfWidth95() : 0;
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.SpreadPoint;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;

/** How much generated weights differ over commands, beside the noise that is put on them. */
final class SpreadChart {
  private static final int MOST_POINTS = 200;

  private SpreadChart() {}

  static XYChart of(ReportData data, ChartStyle style) {
    List<SpreadPoint> points = Thinning.evenly(data.spread(), MOST_POINTS);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("A chart of weights needs at least one diagnosis");
    }
    double highest =
        points.stream()
            .flatMapToDouble(p -> DoubleStream.of(p.spread(), p.noise()))
            .filter(Double::isFinite)
            .max()
            .orElse(1);
    double top = 1.08 * Math.max(highest, 1e-6);
    double[] steps = points.stream().mapToDouble(SpreadPoint::envSteps).toArray();
    double last = Math.max(1, steps[steps.length - 1]);
    XYChart chart =
        Canvas.of(
            style,
            "Environment steps",
            "Standard deviation of a weight",
            new Axis(-0.02 * last, 1.02 * last),
            new Axis(-0.005 * top, top));
    Palette palette = style.palette();
    Canvas.line(
            chart,
            "noise σ",
            steps,
            points.stream().mapToDouble(SpreadPoint::noise).toArray(),
            palette.contrast())
        .setLineStyle(SeriesLines.DASH_DASH)
        .setLineWidth(1.5f);
    Canvas.line(
            chart,
            "over commands",
            steps,
            points.stream().mapToDouble(SpreadPoint::spread).toArray(),
            palette.main())
        .setLineWidth(2);
    return chart;
  }
}

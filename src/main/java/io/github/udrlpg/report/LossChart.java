package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.LossPoint;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/** The loss of a generator that was trained from a dataset alone, over its updates. */
final class LossChart {
  private static final int MOST_POINTS = 400;

  /** A loss that falls by more than this is a line along the bottom of a linear axis. */
  private static final double LINEAR_UP_TO = 20;

  private LossChart() {}

  /** Returns the points that can be drawn. */
  static List<LossPoint> drawable(ReportData data) {
    return data.losses().stream()
        .filter(point -> Double.isFinite(point.meanLoss()) && point.meanLoss() > 0)
        .toList();
  }

  static XYChart of(ReportData data, ChartStyle style) {
    List<LossPoint> points = Thinning.evenly(drawable(data), MOST_POINTS);
    if (points.isEmpty()) {
      throw new IllegalArgumentException(
          "A curve of losses needs a finite one above 0, found none among " + data.losses().size());
    }
    double[] losses = points.stream().mapToDouble(LossPoint::meanLoss).toArray();
    double[] updates = points.stream().mapToDouble(LossPoint::updates).toArray();
    double lowest = DoubleStream.of(losses).min().orElseThrow();
    double highest = DoubleStream.of(losses).max().orElseThrow();
    double last = updates[updates.length - 1];
    boolean logarithmic = highest > LINEAR_UP_TO * lowest;
    Axis axis =
        logarithmic
            ? Axis.logarithmic(lowest / 1.2, highest * 1.2)
            : new Axis(-0.005 * highest, 1.08 * highest);
    XYChart chart =
        Canvas.of(
            style,
            "Updates",
            logarithmic ? "Mean squared error, logarithmic" : "Mean squared error",
            new Axis(-0.02 * last, 1.02 * last),
            axis);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    if (logarithmic) {
      // Ticks of all sizes stand on one axis.
      chart.getStyler().setYAxisTickLabelsFormattingFunction(LossChart::tick);
    }
    Canvas.line(chart, "loss", updates, losses, style.palette().main()).setLineWidth(2);
    return chart;
  }

  private static String tick(double value) {
    return value == 0 || Math.abs(value) >= 0.001
        ? Axis.tick(value)
        : Text.format("%.0e", value).replace('-', '\u2212');
  }
}

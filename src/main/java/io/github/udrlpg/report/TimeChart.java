package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.TimePoint;
import java.awt.Color;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/** Where the time went, over environment steps: areas that stand on one another. */
final class TimeChart {
  private static final int MOST_POINTS = 200;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final double WHOLE_UNITS = 3;

  private TimeChart() {}

  static XYChart of(ReportData data, ChartStyle style) {
    if (data.times().isEmpty()) {
      throw new IllegalArgumentException("A chart of times needs at least one iteration");
    }
    List<TimePoint> points = Thinning.evenly(data.times(), MOST_POINTS);
    TimePoint last = points.get(points.size() - 1);
    double total = last.rollout() + last.train() + last.overhead();
    double unit = unit(total);
    XYChart chart =
        Canvas.of(
            style,
            "Environment steps",
            "Time in " + name(unit),
            Axis.around(points.stream().mapToDouble(TimePoint::envSteps)),
            new Axis(0, 1.05 * Math.max(total / unit, Double.MIN_NORMAL)));
    double[] steps = points.stream().mapToDouble(TimePoint::envSteps).toArray();
    double[] train = points.stream().mapToDouble(p -> p.train() / unit).toArray();
    double[] rollout = plus(train, points.stream().mapToDouble(p -> p.rollout() / unit));
    double[] overhead = plus(rollout, points.stream().mapToDouble(p -> p.overhead() / unit));
    Palette palette = style.palette();
    // The highest first, so that the lower ones are drawn over it.
    area(chart, "overhead", steps, overhead, Palette.translucent(palette.faint(), 160));
    area(chart, "episodes", steps, rollout, palette.contrast());
    area(chart, "updates", steps, train, palette.main());
    return chart;
  }

  private static double unit(double seconds) {
    if (seconds >= WHOLE_UNITS * SECONDS_PER_HOUR) {
      return SECONDS_PER_HOUR;
    }
    return seconds >= WHOLE_UNITS * SECONDS_PER_MINUTE ? SECONDS_PER_MINUTE : 1;
  }

  private static String name(double unit) {
    if (unit == SECONDS_PER_HOUR) {
      return "hours";
    }
    return unit == SECONDS_PER_MINUTE ? "minutes" : "seconds";
  }

  private static double[] plus(double[] below, DoubleStream values) {
    double[] sum = values.toArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += below[i];
    }
    return sum;
  }

  private static void area(XYChart chart, String name, double[] x, double[] y, Color color) {
    double[] outlineX = new double[2 * x.length];
    double[] outlineY = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      outlineX[i] = x[i];
      outlineY[i] = y[i];
      outlineX[outlineX.length - 1 - i] = x[i];
    }
    Canvas.area(chart, name, outlineX, outlineY, color);
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Returns over environment steps. */
final class LearningCurveChart {
  /**
   * Points of each series in a wide picture, and half of it in a narrow one; more become a blot.
   */
  private static final int MOST_POINTS = 200;

  /** Up to here each evaluation gets a dot; more of them would run into one another. */
  private static final int MOST_DOTS = 40;

  private LearningCurveChart() {}

  static XYChart of(ReportData data, ChartStyle style) {
    int limit = style.isNarrow() ? MOST_POINTS / 2 : MOST_POINTS;
    List<CurvePoint> curve = Thinning.curve(data.learningCurve(), limit);
    if (curve.isEmpty()) {
      throw new IllegalArgumentException(
          "A learning curve needs an evaluation with a finite return, found none among "
              + data.learningCurve().size());
    }
    List<TrainingPoint> training = Thinning.training(data.trainingReturns(), limit);
    XYChart chart =
        Canvas.of(
            style,
            "Environment steps",
            "Return of an episode",
            steps(curve, training),
            returns(curve, training));
    addTraining(chart, training, style.palette());
    addEvaluations(chart, curve, style.palette());
    return chart;
  }

  private static void addTraining(XYChart chart, List<TrainingPoint> points, Palette palette) {
    if (points.isEmpty()) {
      return;
    }
    double[] steps = values(points, TrainingPoint::envSteps);
    Canvas.line(
            chart,
            "training best",
            steps,
            values(points, TrainingPoint::maxReturn),
            Palette.translucent(palette.faint(), 120))
        .setLineStyle(SeriesLines.DOT_DOT)
        .setLineWidth(1);
    Canvas.line(
            chart,
            "training mean",
            steps,
            values(points, TrainingPoint::meanReturn),
            palette.faint())
        .setLineWidth(1);
  }

  private static void addEvaluations(XYChart chart, List<CurvePoint> curve, Palette palette) {
    double[] steps = values(curve, CurvePoint::envSteps);
    double[] means = values(curve, CurvePoint::meanReturn);
    Canvas.area(
        chart,
        "± 1 std",
        thereAndBack(steps, steps),
        thereAndBack(
            values(curve, p -> p.meanReturn() - deviation(p)),
            values(curve, p -> p.meanReturn() + deviation(p))),
        Palette.translucent(palette.main(), 60));
    Canvas.line(
            chart,
            "commanded",
            steps,
            values(curve, CurvePoint::commandedReturn),
            palette.contrast())
        .setLineWidth(1.2f);
    var mean = Canvas.line(chart, "evaluation mean", steps, means, palette.main());
    mean.setLineWidth(2);
    if (curve.size() <= MOST_DOTS) {
      mean.setMarker(SeriesMarkers.CIRCLE);
    }
  }

  private static Axis steps(List<CurvePoint> curve, List<TrainingPoint> training) {
    double last =
        Stream.concat(
                curve.stream().map(CurvePoint::envSteps),
                training.stream().map(TrainingPoint::envSteps))
            .mapToDouble(Long::doubleValue)
            .max()
            .orElseThrow();
    return new Axis(-0.02 * Math.max(1, last), 1.02 * Math.max(1, last));
  }

  private static Axis returns(List<CurvePoint> curve, List<TrainingPoint> training) {
    return Axis.around(
        DoubleStream.concat(
            training.stream().flatMapToDouble(p -> DoubleStream.of(p.meanReturn(), p.maxReturn())),
            curve.stream()
                .flatMapToDouble(
                    p ->
                        DoubleStream.of(
                            p.meanReturn() - deviation(p),
                            p.meanReturn() + deviation(p),
                            p.commandedReturn()))));
  }

  private static double deviation(CurvePoint point) {
    return Double.isFinite(point.standardDeviation()) ? point.standardDeviation() : 0;
  }

  private static double[] thereAndBack(double[] there, double[] back) {
    double[] outline = new double[there.length + back.length];
    System.arraycopy(there, 0, outline, 0, there.length);
    for (int i = 0; i < back.length; i++) {
      outline[outline.length - 1 - i] = back[i];
    }
    return outline;
  }

  private static <T> double[] values(List<T> points, ToDoubleFunction<T> value) {
    return points.stream().mapToDouble(value).toArray();
  }
}

package io.github.udrlpg.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The score of trials over their values of one key. */
final class EffectChart {
  private EffectChart() {}

  /**
   * Draws every trial as a dot, and the middle of neighbouring ones with its interval.
   *
   * @throws IllegalArgumentException if there is no trial
   */
  static XYChart of(SweepData data, EffectCurve curve, ChartStyle style) {
    if (data.scores().isEmpty()) {
      throw new IllegalArgumentException("The effect of a key needs a trial");
    }
    KeyAxis key = data.axes().get(curve.key());
    double[] x = positions(key, key.values());
    double[] scores = array(data.scores());
    XYChart chart =
        Canvas.of(
            style,
            key.name(),
            data.scoreName(),
            Axis.around(DoubleStream.of(x)),
            Axis.around(
                DoubleStream.concat(
                    DoubleStream.of(scores),
                    Stream.of(curve.lower(), curve.middle(), curve.upper())
                        .flatMap(List::stream)
                        .mapToDouble(Double::doubleValue))));
    chart.getStyler().setXAxisTickLabelsFormattingFunction(key::text);
    addInterval(chart, key, curve, style);
    XYSeries dots = Canvas.line(chart, "trial", x, scores, style.palette().faint());
    dots.setLineStyle(SeriesLines.NONE);
    dots.setMarker(SeriesMarkers.CIRCLE);
    XYSeries middle =
        Canvas.line(
            chart,
            "interquartile mean",
            positions(key, curve.x()),
            array(curve.middle()),
            style.palette().main());
    middle.setLineWidth(2.4f);
    middle.setMarker(SeriesMarkers.DIAMOND);
    return chart;
  }

  private static void addInterval(XYChart chart, KeyAxis key, EffectCurve curve, ChartStyle style) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    int[] known =
        IntStream.range(0, curve.x().size())
            .filter(i -> Double.isFinite(curve.lower().get(i)))
            .toArray();
    if (known.length < 2) {
      return;
    }
    for (int i : known) {
      x.add(curve.x().get(i));
      y.add(curve.upper().get(i));
    }
    for (int i = known.length - 1; i >= 0; i--) {
      x.add(curve.x().get(known[i]));
      y.add(curve.lower().get(known[i]));
    }
    Canvas.area(
        chart,
        "95 % interval",
        positions(key, x),
        array(y),
        Palette.translucent(style.palette().main(), 60));
  }

  private static double[] positions(KeyAxis key, List<Double> values) {
    return values.stream().mapToDouble(key::position).toArray();
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

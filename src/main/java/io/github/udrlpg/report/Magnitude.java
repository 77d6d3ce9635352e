package io.github.udrlpg.report;

import java.util.Arrays;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;

/**
 * Brings what a chart shows to a size that XChart can draw. It looks for ticks by adding distances
 * that rounding may swallow and by texts that must not be long, and then never ends (XChart issues
 * 334 and 510): an axis of huge or of tiny numbers is drawn in another power of ten, and the labels
 * of its ticks say the numbers as they are.
 */
final class Magnitude {
  /** Sizes between which an axis is drawn as it is. */
  private static final double SMALL = 1e-3;

  private static final double LARGE = 1e9;

  private Magnitude() {}

  /**
   * Changes a chart whose axes have their ends. What is infinite becomes a gap, and what lies far
   * outside of the axes moves to just outside of them: a line over a billion pixels takes as long.
   */
  static void tame(XYChart chart) {
    XYStyler styler = chart.getStyler();
    Axis x = new Axis(styler.getXAxisMin(), styler.getXAxisMax());
    Axis y = new Axis(styler.getYAxisMin(), styler.getYAxisMax());
    int xPower = power(x);
    int yPower = power(y);
    for (XYSeries series : chart.getSeriesCollection()) {
      double[] errors = series.getExtraValues();
      series.replaceData(
          scaled(within(series.getXData(), x, styler.isXAxisLogarithmic()), xPower),
          scaled(within(series.getYData(), y, styler.isYAxisLogarithmic()), yPower),
          errors == null ? null : scaled(within(errors, new Axis(0, y.width()), false), yPower));
    }
    styler.setXAxisMin(scaled(x.min(), xPower));
    styler.setXAxisMax(scaled(x.max(), xPower));
    styler.setYAxisMin(scaled(y.min(), yPower));
    styler.setYAxisMax(scaled(y.max(), yPower));
    styler.setXAxisTickLabelsFormattingFunction(
        unscaled(styler.getXAxisTickLabelsFormattingFunction(), xPower));
    styler.setYAxisTickLabelsFormattingFunction(
        unscaled(styler.getYAxisTickLabelsFormattingFunction(), yPower));
  }

  /** Returns where a value stands once the chart of an axis is tamed: texts are no series. */
  static double drawn(double value, Axis axis) {
    return scaled(value, power(axis));
  }

  private static int power(Axis axis) {
    return axis.size() >= SMALL && axis.size() < LARGE
        ? 0
        : (int) Math.floor(Math.log10(axis.size()));
  }

  private static double[] within(double[] values, Axis axis, boolean logarithmic) {
    double low = logarithmic ? axis.min() : axis.min() - axis.width();
    double high = axis.max() + axis.width();
    return Arrays.stream(values)
        .map(v -> Double.isFinite(v) ? Math.max(low, Math.min(high, v)) : Double.NaN)
        .toArray();
  }

  private static double[] scaled(double[] values, int power) {
    return power == 0 ? values : Arrays.stream(values).map(value -> scaled(value, power)).toArray();
  }

  private static double scaled(double value, int power) {
    return power == 0 ? value : value / Math.pow(10, power);
  }

  private static Function<Double, String> unscaled(Function<Double, String> label, int power) {
    return power == 0 ? label : value -> label.apply(value * Math.pow(10, power));
  }
}

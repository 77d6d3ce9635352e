package io.github.udrlpg.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;

/** Every trial as a line through its values of all keys to its score: parallel coordinates. */
final class ParallelChart {
  /** Room for half of the first and of the last name. */
  private static final double BESIDE = 0.65;

  private static final double BELOW = -0.08;
  private static final double ABOVE = 1.08;
  private static final double ABOVE_THAT = 1.18;

  private ParallelChart() {}

  /**
   * Draws the trials.
   *
   * @throws IllegalArgumentException if there is no trial
   */
  static XYChart of(SweepData data, ChartStyle style) {
    if (data.scores().isEmpty()) {
      throw new IllegalArgumentException("Parallel coordinates need a trial");
    }
    List<KeyAxis> axes = new ArrayList<>(data.axes());
    axes.add(new KeyAxis(data.scoreName(), KeyAxis.Scale.LINEAR, List.of(), data.scores()));
    int last = axes.size() - 1;
    XYChart chart =
        Canvas.of(
            style,
            "",
            "",
            new Axis(-BESIDE, last + BESIDE),
            new Axis(BELOW - 0.06, ABOVE_THAT + 0.06));
    chart.getStyler().setAxisTicksVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setAnnotationTextFont(chart.getStyler().getAxisTickLabelsFont());
    chart.getStyler().setAnnotationTextFontColor(style.palette().text());
    List<double[]> heights = axes.stream().map(ParallelChart::heights).toList();
    addTrials(chart, data, heights, style);
    for (int i = 0; i <= last; i++) {
      addAxis(chart, axes.get(i), i, style);
    }
    return chart;
  }

  /** The best are drawn last, over the others. */
  private static void addTrials(
      XYChart chart, SweepData data, List<double[]> heights, ChartStyle style) {
    double[] x = IntStream.range(0, heights.size()).asDoubleStream().toArray();
    IntStream.range(0, data.scores().size())
        .boxed()
        .sorted(Comparator.comparing(data.share()::get))
        .forEach(
            trial -> {
              double share = data.share().get(trial);
              Color color = style.palette().heat(0.1 + 0.9 * share);
              Canvas.line(
                      chart,
                      "trial " + trial,
                      x,
                      heights.stream().mapToDouble(axis -> axis[trial]).toArray(),
                      Palette.translucent(color, share == 1 ? 255 : 190))
                  .setLineWidth(share == 1 ? 3f : 1.3f);
            });
  }

  private static void addAxis(XYChart chart, KeyAxis axis, int at, ChartStyle style) {
    Canvas.line(
            chart, "axis " + at, new double[] {at, at}, new double[] {0, 1}, style.palette().text())
        .setLineWidth(1f)
        .setLineStyle(SeriesLines.SOLID);
    // In two rows there is room for names that are wider than the axes stand apart.
    boolean isHigh = at % 2 == 1;
    chart.addAnnotation(
        new AnnotationText(shortName(axis, style), at, isHigh ? ABOVE_THAT : ABOVE + 0.06, false));
    double[] range = range(axis);
    chart.addAnnotation(new AnnotationText(axis.text(range[0]), at, BELOW + 0.03, false));
    chart.addAnnotation(new AnnotationText(axis.text(range[1]), at, ABOVE - 0.03, false));
  }

  /** The group's name is left out: there is little room. */
  private static String shortName(KeyAxis axis, ChartStyle style) {
    String name = axis.name().substring(axis.name().lastIndexOf('.') + 1);
    int most = style.isNarrow() ? 12 : 22;
    return name.length() > most ? name.substring(0, most - 1) + "…" : name;
  }

  private static double[] range(KeyAxis axis) {
    if (!axis.isNumeric()) {
      return new double[] {0, axis.labels().size() - 1};
    }
    double[] positions = axis.values().stream().mapToDouble(axis::position).sorted().toArray();
    return new double[] {positions[0], positions[positions.length - 1]};
  }

  /** Returns where each trial crosses an axis, from 0 to 1. */
  private static double[] heights(KeyAxis axis) {
    double[] range = range(axis);
    // Halves, because the difference of two numbers may be none.
    double width = range[1] / 2 - range[0] / 2;
    return axis.values().stream()
        .mapToDouble(value -> width > 0 ? (axis.position(value) / 2 - range[0] / 2) / width : 0.5)
        .toArray();
  }
}

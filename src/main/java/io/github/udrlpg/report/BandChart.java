package io.github.udrlpg.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;

/**
 * Curves of groups of runs with their bands: one group with its runs, or several without. Of many
 * groups only the first, which the others are compared with, has its band: more hide the curves.
 */
final class BandChart {
  /** Groups from here on are many. */
  static final int MANY = 5;

  private static final List<BasicStroke> STROKES =
      List.of(SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DOT_DOT);

  private static final List<Function<GroupCurve, List<Double>>> HEIGHTS =
      List.of(GroupCurve::middle, GroupCurve::lower, GroupCurve::upper, BandChart::valuesOfRuns);

  private BandChart() {}

  /** Draws the returns of groups over environment steps. */
  static XYChart learning(List<GroupCurve> groups, ChartStyle style) {
    requireGroups(groups);
    double last = all(groups, List.of(GroupCurve::x)).max().orElseThrow();
    XYChart chart =
        Canvas.of(
            style,
            "Environment steps",
            "Return of an episode",
            new Axis(-0.02 * last, 1.02 * last),
            Axis.around(all(groups, HEIGHTS)));
    addGroups(chart, groups, style);
    return chart;
  }

  /** Draws the returns achieved by groups over those commanded. */
  static XYChart identity(List<GroupCurve> groups, ChartStyle style) {
    requireGroups(groups);
    Axis x = Axis.around(all(groups, List.of(GroupCurve::x)));
    XYChart chart =
        Canvas.of(
            style,
            "Commanded return",
            "Achieved return",
            x,
            Axis.around(
                DoubleStream.concat(DoubleStream.of(x.min(), x.max()), all(groups, HEIGHTS))));
    double[] ends = {x.min(), x.max()};
    Canvas.line(chart, "achieved = commanded", ends, ends, style.palette().text())
        .setLineStyle(SeriesLines.DASH_DASH)
        .setLineWidth(1.2f);
    addGroups(chart, groups, style);
    return chart;
  }

  private static void requireGroups(List<GroupCurve> groups) {
    if (groups.isEmpty() || groups.stream().anyMatch(group -> group.x().isEmpty())) {
      throw new IllegalArgumentException("A chart of groups needs a group with points");
    }
  }

  private static void addGroups(XYChart chart, List<GroupCurve> groups, ChartStyle style) {
    boolean single = groups.size() == 1;
    boolean many = groups.size() >= MANY;
    if (many && !style.isNarrow()) {
      chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
      chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    }
    for (int i = 0; i < groups.size(); i++) {
      GroupCurve group = groups.get(i);
      Color color = style.palette().series(i);
      if (single) {
        addRuns(chart, group, style.palette().faint());
      }
      if (i == 0 || !many) {
        addBand(chart, group, Palette.translucent(color, single ? 60 : 45), single);
      }
    }
    for (int i = 0; i < groups.size(); i++) {
      GroupCurve group = groups.get(i);
      Canvas.line(
              chart,
              group.name(),
              array(group.x()),
              array(group.middle()),
              style.palette().series(i))
          .setLineStyle(stroke(i, groups.size()))
          .setLineWidth(2);
    }
  }

  /** Strokes alternate, or tell the rounds of colours apart where these repeat. */
  private static BasicStroke stroke(int index, int groups) {
    return groups > Palette.SERIES
        ? STROKES.get(index / Palette.SERIES % STROKES.size())
        : STROKES.get(index % 2);
  }

  private static void addRuns(XYChart chart, GroupCurve group, Color color) {
    for (int run = 0; run < group.runs().size(); run++) {
      Canvas.line(
              chart,
              run == 0 ? "single runs" : "run " + run,
              array(group.x()),
              array(group.runs().get(run)),
              Palette.translucent(color, 150))
          .setLineWidth(0.8f)
          .setShowInLegend(run == 0);
    }
  }

  private static void addBand(XYChart chart, GroupCurve group, Color color, boolean legend) {
    if (!group.hasBand()) {
      return;
    }
    List<Double> x = new ArrayList<>(group.x());
    List<Double> y = new ArrayList<>(group.upper());
    for (int i = group.x().size() - 1; i >= 0; i--) {
      x.add(group.x().get(i));
      y.add(group.lower().get(i));
    }
    Canvas.area(
            chart, legend ? "95 % interval" : group.name() + ", 95 %", array(x), array(y), color)
        .setShowInLegend(legend);
  }

  private static List<Double> valuesOfRuns(GroupCurve group) {
    return group.runs().stream().flatMap(List::stream).toList();
  }

  private static DoubleStream all(
      List<GroupCurve> groups, List<Function<GroupCurve, List<Double>>> parts) {
    return groups.stream()
        .flatMap(group -> parts.stream().flatMap(part -> part.apply(group).stream()))
        .mapToDouble(Double::doubleValue);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

package io.github.udrlpg.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** An empty chart in the look that all pictures share, and the kinds of series they are made of. */
final class Canvas {
  private Canvas() {}

  static XYChart of(ChartStyle style, String xTitle, String yTitle, Axis x, Axis y) {
    XYChart chart =
        new XYChartBuilder()
            .width(style.width())
            .height(style.height())
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    XYStyler styler = chart.getStyler();
    color(styler, style.palette());
    arrange(styler, style);
    styler.setXAxisTickLabelsFormattingFunction(x::label);
    styler.setYAxisTickLabelsFormattingFunction(y::label);
    styler.setXAxisMin(x.min());
    styler.setXAxisMax(x.max());
    styler.setYAxisMin(y.min());
    styler.setYAxisMax(y.max());
    return chart;
  }

  private static void color(XYStyler styler, Palette palette) {
    styler.setChartBackgroundColor(palette.background());
    styler.setPlotBackgroundColor(palette.background());
    styler.setLegendBackgroundColor(palette.background());
    styler.setLegendBorderColor(palette.background());
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(palette.text());
    styler.setXAxisTitleColor(palette.text());
    styler.setYAxisTitleColor(palette.text());
    styler.setAxisTickLabelsColor(palette.text());
    styler.setAxisTickMarksColor(palette.grid());
    styler.setPlotGridLinesColor(palette.grid());
    styler.setPlotGridLinesStroke(new BasicStroke(1));
  }

  private static void arrange(XYStyler styler, ChartStyle style) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, style.fontSize());
    styler.setBaseFont(font);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font);
    styler.setLegendFont(font);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(style.isNarrow() ? LegendLayout.Vertical : LegendLayout.Horizontal);
    styler.setLegendSeriesLineLength(24);
    styler.setLegendPadding(style.isNarrow() ? 8 : 14);
    styler.setAxisTitlePadding(8);
    styler.setChartTitleVisible(false);
    styler.setChartPadding(8);
    styler.setPlotContentSize(1);
    styler.setPlotMargin(0);
    styler.setMarkerSize(7);
    styler.setLocale(Locale.ROOT);
    styler.setXAxisTickMarkSpacingHint(style.isNarrow() ? 60 : 90);
    styler.setYAxisTickMarkSpacingHint(48);
  }

  /** Adds a line through points, or a dot where there is only one. */
  static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    series.setMarkerColor(color);
    series.setLineColor(color);
    series.setLineStyle(SeriesLines.SOLID);
    return series;
  }

  /** Adds an area inside a closed outline. */
  static XYSeries area(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    series.setMarker(SeriesMarkers.NONE);
    series.setFillColor(color);
    series.setLineStyle(SeriesLines.NONE).setLineColor(color);
    return series;
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.BucketCount;
import java.awt.Color;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;

/** How many policies of each return are stored, and how many of them are live. */
final class BucketChart {
  private static final int MOST_BARS_WIDE = 50;
  private static final int MOST_BARS_NARROW = 25;

  /** Where stored outnumbers live by more than this, live bars vanish on a linear axis. */
  private static final double LINEAR_UP_TO = 20;

  /** The foot of bars on a logarithmic axis, which has no zero; a bar of one policy still shows. */
  private static final double LOGARITHMIC_FOOT = 0.5;

  private BucketChart() {}

  static XYChart of(ReportData data, ChartStyle style) {
    if (data.buckets().isEmpty()) {
      throw new IllegalArgumentException("A bucket histogram needs at least one bucket");
    }
    List<BucketCount> buckets =
        Thinning.buckets(data.buckets(), style.isNarrow() ? MOST_BARS_NARROW : MOST_BARS_WIDE);
    double mostStored = most(buckets, BucketCount::stored);
    double mostLive = most(buckets, BucketCount::live);
    boolean logarithmic = mostLive > 0 && mostStored > LINEAR_UP_TO * mostLive;
    double foot = logarithmic ? LOGARITHMIC_FOOT : 0;
    XYChart chart =
        Canvas.of(
            style,
            "Return of an episode",
            logarithmic ? "Policies, logarithmic" : "Policies",
            Axis.around(
                buckets.stream()
                    .flatMapToDouble(b -> DoubleStream.of(b.lowerReturn(), b.upperReturn()))),
            counts(Math.max(mostStored, mostLive), logarithmic));
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    // The many lines of a logarithmic grid would cut the bars to pieces.
    chart.getStyler().setPlotGridHorizontalLinesVisible(!logarithmic);
    Palette palette = style.palette();
    Color stored = Palette.translucent(palette.main(), 110);
    boolean offline = data.isOffline();
    bars(
        chart,
        offline ? "in the dataset" : "stored",
        buckets,
        BucketCount::stored,
        new Bar(0.88, foot, stored));
    bars(
        chart,
        offline ? "trained on" : "live",
        buckets,
        BucketCount::live,
        new Bar(0.44, foot, palette.contrast()));
    return chart;
  }

  /**
   * The look of the bars of one series.
   *
   * @param share the share of a bucket's width that its bar takes
   * @param foot where the bars stand, in counts
   */
  private record Bar(double share, double foot, Color color) {}

  private static Axis counts(double highest, boolean logarithmic) {
    if (logarithmic) {
      return Axis.logarithmic(LOGARITHMIC_FOOT, 1.5 * highest);
    }
    // At least 5, for ticks at whole numbers, and just below 0, because a tick at the end is
    // dropped.
    double top = 1.05 * Math.max(5, highest);
    return new Axis(-0.005 * top, top);
  }

  /** Draws all bars as one outline that runs along the foot between them. */
  private static void bars(
      XYChart chart,
      String name,
      List<BucketCount> buckets,
      ToLongFunction<BucketCount> count,
      Bar bar) {
    double[] x = new double[4 * buckets.size()];
    double[] y = new double[4 * buckets.size()];
    for (int i = 0; i < buckets.size(); i++) {
      BucketCount bucket = buckets.get(i);
      double middle = (bucket.lowerReturn() + bucket.upperReturn()) / 2;
      double half = bar.share() * (bucket.upperReturn() - bucket.lowerReturn()) / 2;
      double height = Math.max(bar.foot(), (double) count.applyAsLong(bucket));
      x[4 * i] = middle - half;
      x[4 * i + 1] = middle - half;
      x[4 * i + 2] = middle + half;
      x[4 * i + 3] = middle + half;
      y[4 * i] = bar.foot();
      y[4 * i + 1] = height;
      y[4 * i + 2] = height;
      y[4 * i + 3] = bar.foot();
    }
    Canvas.area(chart, name, x, y, bar.color());
  }

  private static double most(List<BucketCount> buckets, ToLongFunction<BucketCount> count) {
    return buckets.stream().mapToLong(count).max().orElse(0);
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import org.knowm.xchart.XYChart;

/** The pictures of a report, as PNG with two pixels for each point of their size. */
public final class Charts {
  /** Pictures take a part of a second: this is for machines that are very busy. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  static {
    // A driver has no display, or one that it must not wait for.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  private Charts() {}

  /**
   * Draws the returns of the evaluations over environment steps, with a band of one standard
   * deviation, what was commanded, and the returns of training behind.
   *
   * @throws IllegalArgumentException if there is no evaluation with a finite return
   */
  public static byte[] learningCurve(ReportData data, ChartStyle style) {
    return png(LearningCurveChart.of(data, style), style);
  }

  /**
   * Draws the loss over the updates of a generator that was trained from a dataset alone.
   *
   * @throws IllegalArgumentException if there is no finite loss above 0
   */
  public static byte[] loss(ReportData data, ChartStyle style) {
    return png(LossChart.of(data, style), style);
  }

  /**
   * Draws the returns of the last extensive evaluation over what was commanded, with confidence
   * intervals and the diagonal.
   *
   * @throws IllegalArgumentException if there is no command with a finite return
   */
  public static byte[] identityCurve(ReportData data, ChartStyle style) {
    return png(IdentityChart.of(data, style), style);
  }

  /**
   * Draws how many policies of each return are stored and live.
   *
   * @throws IllegalArgumentException if there are no buckets
   */
  public static byte[] bucketHistogram(ReportData data, ChartStyle style) {
    return png(BucketChart.of(data, style), style);
  }

  /**
   * Draws how many policies of each return were live at each evaluation.
   *
   * @throws IllegalArgumentException if there never was one
   */
  public static byte[] occupancy(ReportData data, ChartStyle style) {
    return png(OccupancyChart.of(data, style), style);
  }

  /**
   * Draws how much generated weights differ over commands, beside the noise.
   *
   * @throws IllegalArgumentException if there was no diagnosis
   */
  public static byte[] weightSpread(ReportData data, ChartStyle style) {
    return png(SpreadChart.of(data, style), style);
  }

  /**
   * Draws where the time went, over environment steps.
   *
   * @throws IllegalArgumentException if there is no iteration
   */
  public static byte[] times(ReportData data, ChartStyle style) {
    return png(TimeChart.of(data, style), style);
  }

  /**
   * Draws all pictures for use outside the page. One that has nothing to show, or that a Java
   * without fonts cannot draw, is left out.
   */
  public static Pictures files(ReportData data) {
    Pictures files = new Pictures();
    files.add("learning-curve.png", () -> learningCurve(data, ChartStyle.WIDE_LIGHT));
    files.add("loss.png", () -> loss(data, ChartStyle.WIDE_LIGHT));
    files.add("identity-curve.png", () -> identityCurve(data, ChartStyle.WIDE_LIGHT));
    files.add("return-buckets.png", () -> bucketHistogram(data, ChartStyle.WIDE_LIGHT));
    files.add("occupancy.png", () -> occupancy(data, ChartStyle.WIDE_LIGHT));
    files.add("weight-spread.png", () -> weightSpread(data, ChartStyle.WIDE_LIGHT));
    files.add("times.png", () -> times(data, ChartStyle.WIDE_LIGHT));
    return files;
  }

  /** Returns why a picture was not drawn, as the end of a sentence. */
  static String reason(Throwable failure) {
    if (failure instanceof LinkageError || failure instanceof InternalError) {
      // So fails a Java without fonts, as in minimal containers.
      return Text.format("%s, mostly for want of fontconfig or a font", failure);
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /**
   * Returns the PNG of a chart, whose axes have their ends.
   *
   * @throws IllegalStateException if XChart fails, or takes longer than any picture should
   */
  static byte[] png(XYChart chart, ChartStyle style) {
    return Deadline.within(
        LONGEST,
        () -> {
          Magnitude.tame(chart);
          return draw(chart, style);
        });
  }

  private static byte[] draw(XYChart chart, ChartStyle style) {
    int scale = ChartStyle.PIXELS_PER_POINT;
    BufferedImage image =
        new BufferedImage(
            scale * style.width(), scale * style.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.scale(scale, scale);
      chart.paint(graphics, style.width(), style.height());
    } finally {
      graphics.dispose();
    }
    return PalettePng.encode(image);
  }
}

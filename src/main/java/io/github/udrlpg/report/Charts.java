package io.github.udrlpg.report;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.knowm.xchart.XYChart;

/** The pictures of a report, as PNG with two pixels for each point of their size. */
public final class Charts {
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
   * Draws all pictures for use outside the page, by file name. One that has nothing to show, or
   * that a Java without fonts cannot draw, is left out.
   */
  public static Map<String, byte[]> files(ReportData data) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    addIfDrawn(files, "learning-curve.png", () -> learningCurve(data, ChartStyle.WIDE_LIGHT));
    addIfDrawn(files, "loss.png", () -> loss(data, ChartStyle.WIDE_LIGHT));
    addIfDrawn(files, "identity-curve.png", () -> identityCurve(data, ChartStyle.WIDE_LIGHT));
    addIfDrawn(files, "return-buckets.png", () -> bucketHistogram(data, ChartStyle.WIDE_LIGHT));
    addIfDrawn(files, "occupancy.png", () -> occupancy(data, ChartStyle.WIDE_LIGHT));
    addIfDrawn(files, "weight-spread.png", () -> weightSpread(data, ChartStyle.WIDE_LIGHT));
    addIfDrawn(files, "times.png", () -> times(data, ChartStyle.WIDE_LIGHT));
    return files;
  }

  /** Adds a picture, unless it has nothing to show or this Java cannot draw. */
  static void addIfDrawn(Map<String, byte[]> files, String name, Supplier<byte[]> picture) {
    try {
      files.put(name, picture.get());
    } catch (RuntimeException | LinkageError | InternalError e) {
      // The page says in the picture's place why there is none.
    }
  }

  /** Returns the PNG of a chart. */
  static byte[] png(XYChart chart, ChartStyle style) {
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

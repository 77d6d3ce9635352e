package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import io.github.udrlpg.report.ReportData.Occupancy;
import io.github.udrlpg.report.ReportData.OccupancyPoint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChartsTest {

  @ParameterizedTest
  @EnumSource
  void everyPictureIsADrawingOfTwicePixelSizeInItsColours(ChartStyle style) throws IOException {
    ReportData data = Samples.run(30);
    for (byte[] png :
        List.of(
            Charts.learningCurve(data, style),
            Charts.identityCurve(data, style),
            Charts.bucketHistogram(data, style),
            Charts.weightSpread(data, style),
            Charts.times(data, style))) {
      BufferedImage image = decode(png);

      assertThat(image.getWidth()).isEqualTo(2 * style.width());
      assertThat(image.getHeight()).isEqualTo(2 * style.height());
      assertThat(image.getRGB(0, 0)).isEqualTo(style.palette().background().getRGB());
      assertThat(pixels(image, style.palette().contrast().getRGB())).isGreaterThan(300);
    }
  }

  @Test
  void onePointIsDrawn() throws IOException {
    BufferedImage image =
        decode(
            Charts.learningCurve(
                Samples.withCurve(List.of(new CurvePoint(0, 10, 0, 10))), ChartStyle.WIDE_LIGHT));

    assertThat(pixels(image, Palette.LIGHT.main().getRGB())).isGreaterThan(50);
    decode(
        Charts.identityCurve(
            Samples.withIdentity(
                List.of(new IdentityPoint(Kind.GRID, 5, 5, Double.NaN, 1, Double.NaN))),
            ChartStyle.WIDE_LIGHT));
    decode(
        Charts.bucketHistogram(
            Samples.withBuckets(List.of(new BucketCount(0, 1, 0, 0))), ChartStyle.WIDE_LIGHT));
  }

  @Test
  void pointsThatAreNotFiniteAreLeftOut() throws IOException {
    CurvePoint good = new CurvePoint(10, 5, 1, 6);
    CurvePoint better = new CurvePoint(20, 9, 1, 10);

    byte[] png =
        Charts.learningCurve(
            Samples.withCurve(
                List.of(
                    good,
                    new CurvePoint(15, Double.NaN, 1, 6),
                    new CurvePoint(16, Double.POSITIVE_INFINITY, 1, 6),
                    better)),
            ChartStyle.WIDE_LIGHT);

    assertThat(png)
        .isEqualTo(
            Charts.learningCurve(Samples.withCurve(List.of(good, better)), ChartStyle.WIDE_LIGHT));
  }

  @Test
  void lossesOfAnySizeAreDrawn() {
    for (double[] losses :
        List.of(new double[] {3e-5}, new double[] {2, 1.9}, new double[] {4, 1e-4})) {
      assertThat(Charts.files(Samples.offline(losses)).files())
          .containsOnlyKeys("loss.png", "identity-curve.png", "return-buckets.png");
    }
  }

  @Test
  void nothingToDrawIsRefused() {
    assertThatThrownBy(() -> Charts.learningCurve(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A learning curve needs an evaluation with a finite return, found none among 0");
    assertThatThrownBy(() -> Charts.identityCurve(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An identity curve needs a command with a finite return, found none among 0");
    assertThatThrownBy(() -> Charts.bucketHistogram(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A bucket histogram needs at least one bucket");
    assertThatThrownBy(() -> Charts.loss(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a finite one above 0");
    assertThatThrownBy(() -> Charts.times(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A chart of times needs at least one iteration");
    assertThatThrownBy(() -> Charts.occupancy(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A heat map needs at least one bucket at one evaluation");
    assertThatThrownBy(() -> Charts.weightSpread(Samples.empty(), ChartStyle.WIDE_LIGHT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A chart of weights needs at least one diagnosis");
  }

  @ParameterizedTest
  @EnumSource
  void theHeatMapFillsWhatIsLiveAndNothingElse(ChartStyle style) throws IOException {
    // Opposite corners of a square of two by two: what lies between them must stay empty.
    BufferedImage image =
        decode(
            Charts.occupancy(
                Samples.withOccupancy(
                    new Occupancy(
                        0,
                        500,
                        List.of(
                            new OccupancyPoint(1000, 0, 1),
                            new OccupancyPoint(1000, 1, 0),
                            new OccupancyPoint(2000, 1, 1)))),
                style));

    long filled = pixels(image, style.palette().heat(1).getRGB());
    long plot = 4L * style.width() * style.height();
    assertThat(filled).isBetween(plot / 5, plot / 2);
  }

  @Test
  void theHeatMapTellsCountsApartByFactors() {
    assertThat(OccupancyChart.steps(1_000_000, 6))
        .containsExactly(1L, 10L, 100L, 1000L, 10_000L, 100_000L);
    assertThat(OccupancyChart.steps(3, 6)).containsExactly(1L, 2L, 3L);
    assertThat(OccupancyChart.steps(1, 6)).containsExactly(1L);
  }

  @Test
  void zeroShotCommandsHaveMarksOfTheirOwn() throws IOException {
    BufferedImage image =
        decode(
            Charts.identityCurve(
                Samples.withIdentity(
                    List.of(
                        new IdentityPoint(Kind.GRID, 0, 5, 1, 5, Double.NaN),
                        new IdentityPoint(Kind.WITHHELD, 8, 5, 1, 5, Double.NaN),
                        new IdentityPoint(Kind.BEYOND, 10, 5, 1, 5, Double.NaN))),
                ChartStyle.WIDE_LIGHT));

    assertThat(pixels(image, Palette.LIGHT.main().getRGB())).isGreaterThan(50);
    assertThat(pixels(image, Palette.LIGHT.third().getRGB())).isGreaterThan(50);
    assertThat(pixels(image, Palette.LIGHT.fourth().getRGB())).isGreaterThan(50);
  }

  @Test
  void liveBarsShowBesideAThousandTimesAsManyStored() throws IOException {
    BufferedImage image =
        decode(
            Charts.bucketHistogram(
                Samples.withBuckets(
                    List.of(new BucketCount(0, 1, 100_000, 2), new BucketCount(1, 2, 5, 2))),
                ChartStyle.WIDE_LIGHT));

    // On a linear axis the live bars would be less than a pixel high and only the legend be left.
    assertThat(pixels(image, Palette.LIGHT.contrast().getRGB())).isGreaterThan(10_000);
  }

  private static BufferedImage decode(byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image).as("decoded PNG").isNotNull();
    return image;
  }

  private static long pixels(BufferedImage image, int color) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).filter(pixel -> pixel == color).count();
  }
}

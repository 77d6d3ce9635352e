package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;

class AggregatePageTest {
  private static final String SCRIPT = "<script>alert('x')</script>";

  @Test
  void showsPicturesTablesAndTheRuleByWhichCurvesAreRead() {
    String page = AggregatePage.render(Groups.aggregate("Title", List.of(Groups.identity("mean"))));

    assertThat(page)
        .contains("Learning curve of 10 runs: interquartile mean ")
        .contains("2000 resamples of whole runs")
        .contains("at a point it has the value of the last evaluation up to there")
        .contains("<td>990 [975, 1000]</td>")
        .contains("<li>1 of 2 runs did not end</li>")
        .contains("<a href=\"../seed-1/report/index.html\">1</a>");
    assertThat(Pattern.compile("<img ").matcher(page).results()).hasSize(2);
  }

  @Test
  void nothingIsFetchedAndEveryTextIsEscaped() {
    String page = AggregatePage.render(Groups.aggregate(SCRIPT, List.of()));

    assertThat(page)
        .doesNotContain("<script", "@import", "url(", "<link", "<iframe")
        .doesNotContainPattern("https?:")
        .contains("<td>&lt;script&gt;")
        .contains("No run had an extensive evaluation");
  }

  @ParameterizedTest
  @EnumSource
  void curvesAreDrawnInTheColoursOfTheirGroups(ChartStyle style) throws IOException {
    List<GroupCurve> groups =
        List.of(
            Groups.learning("slow", 3, 2e-5),
            Groups.learning("medium", 3, 4e-5),
            Groups.learning("fast", 3, 9e-5));

    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(Charts.png(BandChart.learning(groups, style), style)));

    for (int group = 0; group < groups.size(); group++) {
      assertThat(pixels(image, style.palette().series(group).getRGB())).isGreaterThan(300);
    }
  }

  @Test
  void ofManyGroupsEachHasALineOfItsOwnAndOnlyTheFirstABand() {
    List<GroupCurve> groups =
        IntStream.range(0, 12)
            .mapToObj(i -> Groups.learning("arm " + i, 2, 2e-5 + 1e-5 * i))
            .toList();

    XYChart chart = BandChart.learning(groups, ChartStyle.WIDE_LIGHT);

    assertThat(chart.getSeriesCollection())
        .extracting(XYSeries::getName)
        .hasSize(13)
        .contains("arm 0, 95 %")
        .doesNotContain("arm 1, 95 %");
    List<String> looks = new ArrayList<>();
    for (GroupCurve group : groups) {
      XYSeries line = chart.getSeries(group.name());
      looks.add(line.getLineColor() + Arrays.toString(line.getLineStyle().getDashArray()));
    }
    assertThat(looks).doesNotHaveDuplicates();
    assertThat(chart.getStyler().getLegendPosition()).isEqualTo(LegendPosition.OutsideE);
  }

  @Test
  void aCurveWithoutABandIsDrawnWithoutOne() {
    List<Double> nan = List.of(Double.NaN, Double.NaN);
    GroupCurve curve =
        new GroupCurve(
            "one run", List.of(1.0, 2.0), List.of(5.0, 6.0), nan, nan, List.of(List.of(5.0, 6.0)));

    assertThat(
            Charts.png(
                BandChart.learning(List.of(curve), ChartStyle.WIDE_LIGHT), ChartStyle.WIDE_LIGHT))
        .isNotEmpty();
    assertThatThrownBy(() -> BandChart.learning(List.of(), ChartStyle.WIDE_LIGHT))
        .hasMessage("A chart of groups needs a group with points");
  }

  private static long pixels(BufferedImage image, int color) {
    int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(all).filter(pixel -> pixel == color).count();
  }
}

package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.report.KeyAxis.Scale;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.report.SweepData.KeyShare;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class SweepPageTest {
  private static final String SCRIPT = "<script>alert('x')</script>";
  private static final int TRIALS = 24;

  @Test
  void showsPicturesTablesAndWhatTheForestIsWorth() {
    String page = SweepPage.render(data("Title", numbers(TRIALS)));

    assertThat(page)
        .contains("Parallel coordinates of 24 trials over 3 keys.")
        .contains("The final return over rollout.noise.")
        .contains("<meter min=\"0\" max=\"1\" value=\"0.700\">0.700</meter>")
        .contains("held-out R² 0.50")
        .contains("<td>3</td><td>12</td>")
        .contains("the luckiest");
    assertThat(Pattern.compile("<img ").matcher(page).results()).hasSize(3);
    assertThat(SweepPage.pictures(data("Title", numbers(TRIALS))).files())
        .containsOnlyKeys(
            "trials.png", "effect-of-rollout.noise.png", "effect-of-buffer.buckets.png");
  }

  @Test
  void nothingIsFetchedAndEveryTextIsEscaped() {
    assertThat(SweepPage.render(data(SCRIPT, numbers(TRIALS))))
        .doesNotContain("<script", "@import", "url(", "<link", "<iframe")
        .doesNotContainPattern("https?:")
        .contains("<td>&lt;script&gt;");
  }

  @Test
  void withoutAnyTrialThereIsNothingToDraw() {
    String page = SweepPage.render(data("Title", List.of()));

    assertThat(page).contains("No trial came to its end").doesNotContain("<img ");
  }

  @Test
  void linesRunFromAxisToAxisAndTheBestIsDrawnLast() {
    XYChart chart = ParallelChart.of(data("Title", numbers(TRIALS)), ChartStyle.WIDE_LIGHT);

    List<String> names = chart.getSeriesCollection().stream().map(XYSeries::getName).toList();
    assertThat(names).hasSize(TRIALS + 4);
    assertThat(names.get(TRIALS - 1)).isEqualTo("trial 23");
    assertThat(chart.getSeries("trial 0").getXData()).containsExactly(0, 1, 2, 3);
    assertThat(chart.getSeries("trial 0").getYData()).containsExactly(0, 0, 0, 0);
    assertThat(chart.getSeries("trial 23").getYData()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void numbersOfAnyMagnitudeAreShort() {
    KeyAxis axis = new KeyAxis("a", Scale.LOGARITHMIC, List.of(), List.of(1e-5, 1.0));

    assertThat(axis.text(-5)).isEqualTo("1.0e\u22125");
    assertThat(axis.text(-1.5)).isEqualTo("0.0316");
    assertThat(axis.text(4)).isEqualTo("10k");
    assertThat(axis.text(0)).isEqualTo("1");
  }

  private static List<Double> numbers(int count) {
    return IntStream.range(0, count).mapToObj(i -> (double) i).toList();
  }

  private static SweepData data(String text, List<Double> scores) {
    List<KeyAxis> axes =
        List.of(
            new KeyAxis(
                "rollout.noise",
                Scale.LOGARITHMIC,
                List.of(),
                scores.stream().map(i -> 0.01 * Math.pow(10, i / 12)).toList()),
            new KeyAxis("buffer.buckets", Scale.LINEAR, List.of(), scores),
            new KeyAxis(
                "buffer.weighting",
                Scale.LISTED,
                List.of(text, "max"),
                scores.stream().map(i -> i < 12 ? 0.0 : 1.0).toList()));
    EffectCurve noise =
        new EffectCurve(
            0, List.of(0.02, 0.2), List.of(6.0, 18.0), List.of(4.0, 16.0), List.of(8.0, 20.0));
    EffectCurve buckets =
        new EffectCurve(1, List.of(6.0), List.of(6.0), List.of(Double.NaN), List.of(Double.NaN));
    Table table = new Table(List.of("Trial", "Score"), List.of(List.of(text, "3")));
    return new SweepData(
        text,
        text,
        List.of(text),
        List.of(new Tile(text, "3", text)),
        table,
        "final return",
        1000,
        axes,
        scores,
        scores.stream().map(i -> i / (TRIALS - 1)).toList(),
        scores.isEmpty() ? List.of() : List.of(noise, buckets),
        table,
        List.of(new KeyShare("rollout.noise", 0.7), new KeyShare(text, 0.3)),
        "held-out R² 0.50 " + text,
        new Table(List.of("Rung", "Trials"), List.of(List.of("3", "12"))),
        table,
        text);
  }
}

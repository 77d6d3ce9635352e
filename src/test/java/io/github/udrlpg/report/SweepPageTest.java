package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.report.KeyAxis.Scale;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.report.SweepData.Front;
import io.github.udrlpg.report.SweepData.KeyShare;
import java.util.List;
import java.util.Optional;
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
        .contains(
            "<h2>Return against obedience</h2>", "obedience error of 24 trials. Best: trial 2")
        .contains("The final return over rollout.noise.")
        .contains("<meter min=\"0\" max=\"1\" value=\"0.700\">0.700</meter>")
        .contains("held-out R² 0.50")
        .contains("<td>3</td><td>12</td>")
        .contains("the luckiest");
    assertThat(Pattern.compile("<img ").matcher(page).results()).hasSize(4);
    assertThat(SweepPage.pictures(data("Title", numbers(TRIALS))).files())
        .containsOnlyKeys(
            "trials.png",
            "return-against-obedience.png",
            "effect-of-rollout.noise.png",
            "effect-of-buffer.buckets.png");
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

    assertThat(page)
        .contains("No trial came to its end")
        .doesNotContain("<img ", "Return against obedience");
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

  @Test
  void theFrontIsAStepAndItsTrialsAreNamedWhereThereIsRoom() {
    TradeOff.Point first = new TradeOff.Point("7", 0.1, 400);
    TradeOff.Point second = new TradeOff.Point("3", 0.3, 900);
    TradeOff.Point hidden = new TradeOff.Point("12", 0.3, 900);
    TradeOff.Point bettered = new TradeOff.Point("5", 0.4, 100);
    XYChart chart =
        TradeOffChart.of(
            new TradeOff(
                List.of(new TradeOff.Series("trial", List.of(first, second, hidden, bettered))),
                List.of(first, second, hidden),
                Optional.of(new TradeOff.Best("best by final return", second))),
            ChartStyle.WIDE_LIGHT);

    XYSeries front = chart.getSeries("Pareto front");
    assertThat(front.getXData()).containsExactly(0.1, 0.3, 0.3, 0.3, 0.3);
    assertThat(front.getYData()).containsExactly(400, 400, 900, 900, 900);
    assertThat(chart.getSeries("trial").getXData()).hasSize(4);
    assertThat(chart.getSeries("best by final return").getYData()).containsExactly(900);
    assertThat(chart.getXAxisTitle()).contains("nRMSE");
    Axis x = new Axis(0, 1);
    Axis y = new Axis(0, 1000);
    PointLabels labels = new PointLabels(x, y, ChartStyle.WIDE_LIGHT);
    assertThat(labels.of(List.of(first, second, hidden), List.of(first, second))).hasSize(2);
    // Two points in one place share a text; one that is surrounded has none.
    TradeOff.Point beside = new TradeOff.Point("8", 0.101, 402);
    assertThat(labels.of(List.of(first, beside), List.of(first, beside))).hasSize(1);
    TradeOff.Point far = new TradeOff.Point("9", 0.2, 402);
    assertThat(labels.of(List.of(first, far), List.of(first, far))).hasSize(2);
  }

  private static TradeOff tradeOff(List<Double> scores) {
    List<TradeOff.Point> points =
        scores.stream()
            .map(i -> new TradeOff.Point(String.valueOf(i.intValue()), 0.1 + i / 30, 10 * i))
            .toList();
    return new TradeOff(List.of(new TradeOff.Series("trial", points)), points, Optional.empty());
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
        scores.isEmpty()
            ? Optional.empty()
            : Optional.of(new Front(tradeOff(scores), table, "Best: trial 23 " + text)),
        new Table(List.of("Rung", "Trials"), List.of(List.of("3", "12"))),
        table,
        text);
  }
}

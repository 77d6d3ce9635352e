package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;

/** Writes what several groups of runs say beside one another as one page of HTML. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /** Returns the page, to be stored as UTF-8. */
  public static String render(ComparisonData data) {
    return Page.of(
        data.title(),
        Page.warnings(data.warnings())
            + Page.section("What can be concluded", statements(data))
            + Page.section(
                "Learning curves",
                figure(
                    data.learning(),
                    "Interquartile mean over seeds of the noise-free evaluations, with its 95 %"
                        + " interval at each point by stratified bootstrap. Bands that overlap are"
                        + " no test: the numbers below are. "
                        + onlyTheFirst(data.learning())
                        + AggregatePage.READING_RULE,
                    BandChart::learning))
            + Page.section(
                "Identity curves",
                data.identity().isEmpty()
                    ? Page.note("There is no identity curve to show.")
                    : figure(
                        data.identity(),
                        "Mean over seeds of the last extensive evaluation, commands calibrated"
                            + " where a group's runs are, with its 95 % interval. "
                            + onlyTheFirst(data.identity())
                            + "The dashed diagonal is what was asked for.",
                        BandChart::identity))
            + data.tradeOff()
                .map(both -> Page.section("Return against obedience", tradeOff(both)))
                .orElse("")
            + Page.section("Numbers", tables(data)));
  }

  private static String onlyTheFirst(List<GroupCurve> curves) {
    return curves.size() >= BandChart.MANY
        ? "Of so many groups only the first is drawn with it. "
        : "";
  }

  /** Draws the pictures for use outside the page. */
  public static Pictures pictures(ComparisonData data) {
    Pictures files = new Pictures();
    ChartStyle style = ChartStyle.WIDE_LIGHT;
    files.add(
        "learning-curves.png", () -> Charts.png(BandChart.learning(data.learning(), style), style));
    files.add(
        "identity-curves.png", () -> Charts.png(BandChart.identity(data.identity(), style), style));
    data.tradeOff()
        .ifPresent(
            both ->
                files.add(
                    "return-against-obedience.png",
                    () -> Charts.png(TradeOffChart.of(both, style), style)));
    return files;
  }

  private static String tradeOff(TradeOff both) {
    return new Figure(
            Text.format(
                "The final return over the obedience error of %d runs of %d groups.",
                both.points().size(), both.sets().size()),
            "Every dot is a run: the further up, the more it earns when told to earn the most; the"
                + " further left, the better it earns what it is told, commands calibrated where"
                + " the run is.",
            style -> Charts.png(TradeOffChart.of(both, style), style))
        .html();
  }

  private static String statements(ComparisonData data) {
    return data.statements().stream()
        .map(statement -> "<li>" + Html.escape(statement) + "</li>\n")
        .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
  }

  private static String figure(
      List<GroupCurve> curves,
      String caption,
      BiFunction<List<GroupCurve>, ChartStyle, XYChart> chart) {
    String ends =
        curves.stream()
            .map(
                curve ->
                    Text.format(
                        "%s ends at %s",
                        curve.name(), Table.number(curve.middle().get(curve.middle().size() - 1))))
            .collect(Collectors.joining(", "));
    return new Figure(
            Text.format("Curves of %d groups: %s.", curves.size(), ends),
            caption,
            style -> Charts.png(chart.apply(curves, style), style))
        .html();
  }

  private static String tables(ComparisonData data) {
    return data.tables().stream().map(Table::html).collect(Collectors.joining())
        + Page.note(
            "Intervals are of 95 %, by stratified bootstrap over seeds. Probability of improvement"
                + " is the chance that a run of the first does better than one of the second, ties"
                + " counting half. Differences are in favour of the first.");
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.text.Text;
import java.util.List;

/** Writes what the runs of a group say together as one page of HTML. */
public final class AggregatePage {
  /** How curves of runs that were evaluated at different steps are brought together. */
  static final String READING_RULE =
      "Runs are evaluated at different environment steps, because an iteration ends where its"
          + " episodes end. Each curve is read on one even grid: at a point it has the value of the"
          + " last evaluation up to there, and before the first evaluation the value of the first.";

  private AggregatePage() {}

  /** Returns the page, to be stored as UTF-8. */
  public static String render(AggregateData data) {
    return Page.of(
        data.title(),
        Page.warnings(data.warnings())
            + Page.section("Learning curve", learning(data))
            + Page.section("Over all seeds", statistics(data))
            + Page.section("How fast", steps(data))
            + Page.section("Obedience", identity(data))
            + Page.section("Seeds", seeds(data))
            + Page.folded("Configuration", data.configuration()));
  }

  /** Draws the pictures for use outside the page. */
  public static Pictures pictures(AggregateData data) {
    Pictures files = new Pictures();
    ChartStyle style = ChartStyle.WIDE_LIGHT;
    files.add(
        "learning-curve.png",
        () -> Charts.png(BandChart.learning(List.of(data.learning()), style), style));
    files.add(
        "identity-curve.png", () -> Charts.png(BandChart.identity(data.identity(), style), style));
    return files;
  }

  private static String learning(AggregateData data) {
    GroupCurve curve = data.learning();
    int last = curve.x().size() - 1;
    return new Figure(
            Text.format(
                "Learning curve of %d runs: interquartile mean %s after %s environment steps, %s"
                    + " after %s.",
                curve.runs().size(),
                Table.number(curve.middle().get(0)),
                Axis.tick(curve.x().get(0)),
                Table.number(curve.middle().get(last)),
                Axis.tick(curve.x().get(last))),
            "The interquartile mean over seeds, the mean of the middle half, of noise-free"
                + " evaluations at the highest return seen. The band is its 95 % interval at each"
                + " point by stratified bootstrap, "
                + data.resamples()
                + " resamples of whole runs: how sure the estimate is with so few seeds. In"
                + " grey each seed. "
                + READING_RULE,
            style -> Charts.png(BandChart.learning(List.of(curve), style), style))
        .html();
  }

  private static String statistics(AggregateData data) {
    return data.statistics().html()
        + Page.note(
            "IQM is the interquartile mean. In brackets 95 % intervals by stratified bootstrap; a"
                + " dash where there are too few runs. Best is the best single evaluation of a"
                + " run, so it flatters. The area under the curve is the mean of a run's curve"
                + " over the budget. The identity error is the mean distance between commanded and"
                + " achieved returns, commands as they are; the obedience error its normalised root"
                + " mean square, through the calibration where there is one.");
  }

  private static String steps(AggregateData data) {
    return data.steps().html()
        + Page.note(
            "Environment steps before the first evaluation that achieved so much of the scale of"
                + " returns: the median over all seeds, those that never did counting as"
                + " infinitely slow.");
  }

  private static String identity(AggregateData data) {
    if (data.identity().isEmpty()) {
      return Page.note("No run had an extensive evaluation: there is no identity curve to show.");
    }
    GroupCurve curve = data.identity().get(0);
    return new Figure(
                Text.format(
                    "Identity curve of %d runs over %d commands.",
                    curve.runs().size(), curve.x().size()),
                "The last extensive evaluation of each seed: the mean over seeds and its 95 %"
                    + " interval by bootstrap"
                    + (data.identity().size() == 1 ? ", in grey each seed" : "")
                    + ". Generators that do what they are told lie on the dashed diagonal.",
                style -> Charts.png(BandChart.identity(data.identity(), style), style))
            .html()
        + data.obedience().html()
        + (data.againstRetrieval().isEmpty()
            ? ""
            : Text.format("<p>%s.</p>", Html.escape(data.againstRetrieval())));
  }

  private static String seeds(AggregateData data) {
    StringBuilder links = new StringBuilder();
    for (int i = 0; i < data.links().size(); i++) {
      if (!data.links().get(i).isEmpty()) {
        links.append(
            Text.format(
                "<a href=\"%s\">%s</a> ",
                Html.escape(data.links().get(i)), Html.escape(data.seeds().rows().get(i).get(0))));
      }
    }
    return data.seeds().html()
        + (links.isEmpty()
            ? ""
            : Text.format("<p class=\"note\">Reports of single seeds: %s</p>\n", links));
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.report.SweepData.Front;
import io.github.udrlpg.report.SweepData.KeyShare;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.Collectors;

/** Writes what the trials of a sweep say as one page of HTML. */
public final class SweepPage {
  private SweepPage() {}

  /** Returns the page, to be stored as UTF-8. */
  public static String render(SweepData data) {
    return Page.of(
        data.title(),
        "<p>"
            + Html.escape(data.question())
            + "</p>\n"
            + HealthSections.tiles(data.tiles())
            + Page.warnings(data.warnings())
            + Page.section("Best settings", best(data))
            + data.front()
                .map(front -> Page.section("Return against obedience", front(front)))
                .orElse("")
            + Page.section("All trials", trials(data))
            + Page.section("What each key does", effects(data))
            + Page.section("Which keys matter", importance(data))
            + (data.rungs().rows().isEmpty() ? "" : Page.section("Rungs", rungs(data)))
            + Page.section("Trials that failed", failures(data))
            + Page.folded("What all trials share", data.configuration()));
  }

  /** Draws the pictures for use outside the page. */
  public static Pictures pictures(SweepData data) {
    Pictures files = new Pictures();
    ChartStyle style = ChartStyle.WIDE_LIGHT;
    files.add("trials.png", () -> Charts.png(ParallelChart.of(data, style), style));
    data.front()
        .ifPresent(
            front ->
                files.add(
                    "return-against-obedience.png",
                    () -> Charts.png(TradeOffChart.of(front.picture(), style), style)));
    for (EffectCurve curve : data.curves()) {
      files.add(
          Text.format("effect-of-%s.png", data.axes().get(curve.key()).name()),
          () -> Charts.png(EffectChart.of(data, curve, style), style));
    }
    return files;
  }

  private static String best(SweepData data) {
    return data.best().html()
        + Page.note(
            "The interquartile mean over seeds, and in brackets its 95 % interval by bootstrap; a"
                + " dash where there are too few seeds for one. The best of many trials is partly"
                + " the luckiest: before believing it, train it with seeds that the sweep has not"
                + " seen.");
  }

  private static String front(Front front) {
    return new Figure(
                Text.format(
                    "The final return over the obedience error of %d trials. %s.",
                    front.picture().points().size(), front.statement()),
                "Every dot is a trial, by its interquartile means over seeds: the further up, the more"
                    + " it earns when told to earn the most; the further left, the better it earns what"
                    + " it is told. The line is the Pareto front: below it and to its right a trial is"
                    + " bettered by another one. Its trials have their numbers, as far as there is"
                    + " room, and are in the table. The diamond is the best by the score that"
                    + " decides.",
                style -> Charts.png(TradeOffChart.of(front.picture(), style), style))
            .html()
        + "<p>"
        + Html.escape(front.statement())
        + ".</p>\n"
        + front.table().html();
  }

  private static String trials(SweepData data) {
    if (data.scores().isEmpty()) {
      return Page.note("No trial came to its end: there is nothing to draw.");
    }
    return new Figure(
            Text.format(
                "Parallel coordinates of %d trials over %d keys.",
                data.scores().size(), data.axes().size()),
            Text.format(
                    "Each line is a trial of %s environment steps: it crosses every axis at the"
                        + " value it has",
                    Axis.tick((double) data.budget()))
                + " of that key, and the last one at its score. The stronger a line differs from"
                + " the background the better its trial; the best is thick. A trial that failed has"
                + " the score of the worst that did not.",
            style -> Charts.png(ParallelChart.of(data, style), style))
        .html();
  }

  private static String effects(SweepData data) {
    String figures =
        data.curves().stream()
            .map(
                curve ->
                    new Figure(
                            Text.format(
                                "The %s over %s.",
                                data.scoreName(), data.axes().get(curve.key()).name()),
                            Text.format(
                                "The %s over %s, all other keys varying along with it.",
                                data.scoreName(), data.axes().get(curve.key()).name()),
                            style -> Charts.png(EffectChart.of(data, curve, style), style))
                        .html())
            .collect(Collectors.joining());
    return Page.note(
            "In the pictures every dot is a trial; the line is the interquartile mean of trials"
                + " with neighbouring values, with its 95 % interval by bootstrap. The other keys"
                + " vary along with the one that is shown: what is seen is an average over them.")
        + figures
        + data.effects().html();
  }

  private static String importance(SweepData data) {
    String rows = data.importance().stream().map(SweepPage::row).collect(Collectors.joining());
    return (rows.isEmpty()
            ? ""
            : Text.format(
                """
                <div class="scroll">
                <table class="numbers named">
                <thead><tr><th scope="col">Key</th><th scope="col">Share</th><th scope="col"></th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                </div>
                """,
                rows))
        + Page.note(Html.escape(data.importanceNote()));
  }

  private static String row(KeyShare key) {
    String share = Text.format("%.3f", key.share());
    return Text.format(
        "<tr><td>%s</td><td>%s</td><td><meter min=\"0\" max=\"1\""
            + " value=\"%s\">%s</meter></td></tr>\n",
        Html.escape(key.name()), share, share, share);
  }

  private static String rungs(SweepData data) {
    return data.rungs().html()
        + Page.note("Of each rung the best trials go on, from their checkpoints.");
  }

  private static String failures(SweepData data) {
    List<List<String>> rows = data.failures().rows();
    return rows.isEmpty()
        ? Page.note("None.")
        : data.failures().html()
            + Page.note("A trial that failed counts as the worst, and does not go on.");
  }
}

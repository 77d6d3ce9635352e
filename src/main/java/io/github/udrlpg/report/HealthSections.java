package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.OccupancyPoint;
import io.github.udrlpg.report.ReportData.Sign;
import io.github.udrlpg.report.ReportData.SpreadPoint;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The parts of a run's page that say how the run is doing. */
final class HealthSections {
  private HealthSections() {}

  /** Returns the key numbers, the first thing on the page. */
  static String tiles(List<Tile> tiles) {
    if (tiles.isEmpty()) {
      return "";
    }
    return "<dl class=\"tiles\">\n"
        + tiles.stream()
            .map(
                tile ->
                    Text.format(
                        "<div><dt>%s</dt><dd>%s</dd><dd class=\"aside\">%s</dd></div>\n",
                        Html.escape(tile.label()),
                        Html.escape(tile.value()),
                        Html.escape(tile.aside())))
            .collect(Collectors.joining())
        + "</dl>\n";
  }

  static String signs(List<Sign> signs) {
    if (signs.isEmpty()) {
      return Page.note("The run has not been diagnosed: there are no signs of failure to show.");
    }
    String items =
        signs.stream()
            .map(
                sign ->
                    Text.format(
                        "<li class=\"%s\"><h3>%s <span>%s</span></h3><p>%s <span>(a sign where"
                            + " %s)</span></p>%s</li>\n",
                        sign.status().name().toLowerCase(Locale.ROOT),
                        Html.escape(sign.title()),
                        Html.escape(sign.course()),
                        Html.escape(sign.value()),
                        Html.escape(sign.limit()),
                        sign.status() == Sign.Status.ABSENT
                            ? ""
                            : "<p>" + Html.escape(sign.advice()) + ".</p>"))
            .collect(Collectors.joining());
    return "<ul class=\"signs\">\n" + items + "</ul>\n";
  }

  static String occupancy(ReportData data) {
    List<OccupancyPoint> points = data.occupancy().points();
    if (points.stream().noneMatch(p -> p.live() > 0)) {
      return Page.note(
          "Nothing was counted at evaluations: there is no heat map of live policies to show.");
    }
    long last = points.get(points.size() - 1).envSteps();
    List<OccupancyPoint> now =
        points.stream().filter(p -> p.envSteps() == last && p.live() > 0).toList();
    return new Figure(
            Text.format(
                "Heat map of live policies by return and environment steps: %s of them in %s return"
                    + " buckets after %s steps.",
                now.stream().mapToLong(OccupancyPoint::live).sum(), now.size(), last),
            "Live policies of each return at every evaluation; the darker, or on a dark page the"
                + " lighter, the more. Filled cells should climb to the top and leave no gaps"
                + " below: where a return has no cell, the generator learns nothing about it.",
            style -> Charts.occupancy(data, style))
        .html();
  }

  static String spread(ReportData data) {
    if (data.spread().isEmpty()) {
      return Page.note("The run has not been diagnosed: there is no spread of weights to show.");
    }
    SpreadPoint last = data.spread().get(data.spread().size() - 1);
    return new Figure(
            Text.format(
                "Spread of generated weights over commands: %s after %s environment steps, beside"
                    + " noise of %s.",
                Axis.plain(last.spread()), last.envSteps(), Axis.plain(last.noise())),
            "How much a weight of the generated policy changes over the commands from 0 to 1,"
                + " beside the noise that explores around it. An untrained generator is not at 0"
                + " either; a line that sinks towards it means that the command is being ignored.",
            style -> Charts.weightSpread(data, style))
        .html();
  }
}

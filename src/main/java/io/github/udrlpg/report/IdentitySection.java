package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import io.github.udrlpg.report.ReportData.IdentityScore;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.Collectors;

/** The part of a run's page that says how well commands are met. */
final class IdentitySection {
  private IdentitySection() {}

  static String of(ReportData data) {
    List<IdentityPoint> points = IdentityChart.drawable(data);
    if (points.isEmpty()) {
      return Page.note(
          "There has been no extensive evaluation yet: there is no identity curve to show.");
    }
    IdentityPoint first = points.get(0);
    IdentityPoint last = points.get(points.size() - 1);
    return new Figure(
                Text.format(
                    "Identity curve of %s commands: %s commanded gives %s, %s commanded gives %s.",
                    points.size(),
                    Axis.plain(first.commandedReturn()),
                    Axis.plain(first.meanReturn()),
                    Axis.plain(last.commandedReturn()),
                    Axis.plain(last.meanReturn())),
                "The last extensive evaluation. A generator that does what it is told lies on the"
                    + " dashed diagonal; a flat line means that it makes the same policy whatever"
                    + " is commanded."
                    + zeroShot(points),
                style -> Charts.identityCurve(data, style))
            .html()
        + scores(data.identityScores())
        + numbers(points);
  }

  private static String zeroShot(List<IdentityPoint> points) {
    boolean withheld = points.stream().anyMatch(point -> point.kind() == Kind.WITHHELD);
    boolean beyond = points.stream().anyMatch(point -> point.kind() == Kind.BEYOND);
    return (withheld ? " Squares command returns that were withheld from training." : "")
        + (beyond ? " Diamonds command more than any policy of the run achieved." : "");
  }

  private static String scores(List<IdentityScore> scores) {
    if (scores.isEmpty()) {
      return "";
    }
    String rows =
        scores.stream()
            .map(
                score ->
                    Text.format(
                        "<tr><th"
                            + " scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
                        Html.escape(score.name()),
                        score.commands(),
                        rounded(score.nrmse()),
                        rounded(score.spearman()),
                        percent(score.withinTenPercent())))
            .collect(Collectors.joining());
    return Text.format(
        """
        <div class="wide"><table class="numbers scores">
        <thead><tr><th scope="col">Commands</th><th scope="col"></th><th scope="col">nRMSE</th><th scope="col">Rank correlation</th><th scope="col">Within a tenth</th></tr></thead>
        <tbody>
        %s</tbody>
        </table></div>
        """,
        rows);
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? Math.round(100 * share) + " %" : "–";
  }

  private static String rounded(double value) {
    return Double.isFinite(value) ? Axis.plain(Math.rint(1000 * value) / 1000.0) : "–";
  }

  private static String numbers(List<IdentityPoint> points) {
    String rows =
        points.stream()
            .map(
                p ->
                    Text.format(
                        "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
                        Axis.plain(p.commandedReturn()),
                        Axis.plain(p.meanReturn()),
                        Double.isFinite(p.halfWidth95()) ? "± " + Axis.plain(p.halfWidth95()) : "–",
                        p.episodes()))
            .collect(Collectors.joining());
    return Text.format(
        """
        <details>
        <summary>Numbers</summary>
        <table class="numbers">
        <thead><tr><th scope="col">Commanded</th><th scope="col">Achieved</th><th scope="col">95 %% interval</th><th scope="col">Episodes</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </details>
        """,
        rows);
  }
}

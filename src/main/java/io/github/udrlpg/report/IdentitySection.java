package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import io.github.udrlpg.report.ReportData.IdentityScore;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of a run's page that says how well commands are met. */
final class IdentitySection {
  private IdentitySection() {}

  static String of(ReportData data) {
    List<IdentityPoint> points = IdentityChart.drawable(data);
    if (points.isEmpty()) {
      return Page.note(
          "There has been no extensive evaluation yet: there is no identity curve to show.");
    }
    // The picture in words is that of how the generator is used.
    List<IdentityPoint> used = used(points);
    IdentityPoint first = used.get(0);
    IdentityPoint last = used.get(used.size() - 1);
    return verdict(data.verdict())
        + new Figure(
                Text.format(
                    "Identity curve of %s commands: %s commanded gives %s, %s commanded gives %s.",
                    used.size(),
                    Axis.plain(first.commandedReturn()),
                    Axis.plain(first.meanReturn()),
                    Axis.plain(last.commandedReturn()),
                    Axis.plain(last.meanReturn())),
                "The last extensive evaluation. A generator that does what it is told lies on the"
                    + " dashed diagonal; a flat line means that it makes the same policy whatever"
                    + " is commanded."
                    + others(points),
                style -> Charts.identityCurve(data, style))
            .html()
        + scores(data.identityScores())
        + numbers(points);
  }

  private static String verdict(String verdict) {
    return verdict.isEmpty()
        ? ""
        : Text.format("<p><strong>%s.</strong></p>", Html.escape(verdict));
  }

  private static List<IdentityPoint> used(List<IdentityPoint> points) {
    return Stream.of(Kind.CALIBRATED, Kind.GRID)
        .filter(kind -> has(points, kind))
        .findFirst()
        .map(kind -> points.stream().filter(point -> point.kind() == kind).toList())
        .orElse(points);
  }

  private static boolean has(List<IdentityPoint> points, Kind kind) {
    return points.stream().anyMatch(point -> point.kind() == kind);
  }

  private static String others(List<IdentityPoint> points) {
    return (has(points, Kind.CALIBRATED)
            ? " Calibrated, the generator is given the command that was measured to achieve what is"
                + " wanted; these are other episodes than those it was measured on. Raw, in grey,"
                + " it is given each command as it is."
            : "")
        + (has(points, Kind.RETRIEVAL)
            ? " Crosses replay the stored policy whose return is nearest: what can be had without a"
                + " generator."
            : "")
        + (has(points, Kind.WITHHELD)
            ? " Squares command returns that were withheld from training."
            : "")
        + (has(points, Kind.BEYOND)
            ? " Diamonds command more than any policy of the run achieved."
            : "");
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
                            + " scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
                        Html.escape(score.name()),
                        score.commands(),
                        rounded(score.nrmse()),
                        rounded(score.rSquared()),
                        rounded(score.spearman()),
                        percent(score.withinTenPercent()),
                        percent(score.equivalent()),
                        Double.isFinite(score.meanAbsoluteError())
                            ? Axis.plain(score.meanAbsoluteError())
                            : "–"))
            .collect(Collectors.joining());
    return Text.format(
            """
            <div class="wide"><table class="numbers scores">
            <thead><tr><th scope="col">Commands</th><th scope="col"></th><th scope="col">nRMSE</th><th scope="col">R²</th><th scope="col">Rank correlation</th><th scope="col">Within a tenth</th><th scope="col">Shown to be</th><th scope="col">Mean miss</th></tr></thead>
            <tbody>
            %s</tbody>
            </table></div>
            """,
            rows)
        + Page.note(
            "Shares of commands; the mean miss is in returns. A command is shown to be met within a"
                + " tenth of the range where two one-sided t-tests over its episodes say so, each"
                + " at 5 %.");
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
                        "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
                        p.kind().title(),
                        Axis.plain(p.commandedReturn()),
                        Axis.plain(p.meanReturn()),
                        Double.isFinite(p.halfWidth95()) ? "± " + Axis.plain(p.halfWidth95()) : "–",
                        p.episodes(),
                        rounded(p.equivalencePValue())))
            .collect(Collectors.joining());
    return Text.format(
        """
        <details>
        <summary>Numbers</summary>
        <table class="numbers">
        <thead><tr><th scope="col"></th><th scope="col">Commanded</th><th scope="col">Achieved</th><th scope="col">95 %% interval</th><th scope="col">Episodes</th><th scope="col">p, within a tenth</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </details>
        """,
        rows);
  }
}

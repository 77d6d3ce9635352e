package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.TimePoint;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the report of a run as one page of HTML that needs no network and no scripts. */
public final class HtmlReport {
  private HtmlReport() {}

  /** Returns the page, to be stored as UTF-8. */
  public static String render(ReportData data) {
    return Page.of(
        data.title(),
        HealthSections.tiles(data.tiles())
            + Page.warnings(data.warnings())
            + (data.isOffline() ? offline(data) : online(data))
            + summary(data)
            + Page.folded("Configuration", data.configuration()));
  }

  private static String online(ReportData data) {
    return Page.section("Learning curve", learningCurve(data))
        + Page.section("Obedience", IdentitySection.of(data))
        + Page.section("Signs of failure", HealthSections.signs(data.signs()))
        + Page.section("Live policies over time", HealthSections.occupancy(data))
        + Page.section("Return buckets at the end", buckets(data))
        + Page.section("Spread of weights", HealthSections.spread(data))
        + Page.section("Where the time went", times(data));
  }

  /** What was not rolled out has no course over environment steps, and nothing to diagnose. */
  private static String offline(ReportData data) {
    return Page.section("Obedience", IdentitySection.of(data))
        + Page.section("Loss", OfflineSections.loss(data))
        + Page.section("Return buckets of the dataset", OfflineSections.buckets(data));
  }

  private static String summary(ReportData data) {
    if (data.summary().isEmpty()) {
      return "";
    }
    String rows =
        data.summary().entrySet().stream()
            .map(
                entry ->
                    Text.format(
                        "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n",
                        Html.escape(entry.getKey()), Html.escape(entry.getValue())))
            .collect(Collectors.joining());
    return "<section>\n"
        + "<details>\n"
        + "<summary>All numbers of the summary</summary>\n"
        + "<table class=\"summary\">\n"
        + rows
        + "</table>\n</details>\n</section>\n";
  }

  private static String learningCurve(ReportData data) {
    List<CurvePoint> curve = data.learningCurve();
    List<CurvePoint> finite = Thinning.curve(curve, Integer.MAX_VALUE);
    if (finite.isEmpty()) {
      return Page.note("The run has not been evaluated yet: there is no learning curve to show.");
    }
    CurvePoint first = finite.get(0);
    CurvePoint last = finite.get(finite.size() - 1);
    return new Figure(
            Text.format(
                "Learning curve of %s evaluations: mean return %s after %s environment steps, %s"
                    + " after %s.",
                finite.size(),
                Axis.plain(first.meanReturn()),
                first.envSteps(),
                Axis.plain(last.meanReturn()),
                last.envSteps()),
            "Each evaluation commands the highest return seen so far and runs the policy without"
                + " noise; std is the standard deviation over its episodes. Its mean should rise to"
                + " what is commanded and the band should narrow; a lasting gap means that commands"
                + " are not met. In grey, the perturbed policies of training: the mean and the best"
                + " of each iteration.",
            style -> Charts.learningCurve(data, style))
        .html();
  }

  private static String buckets(ReportData data) {
    if (data.buckets().isEmpty()) {
      return Page.note("No policy has been stored yet: there are no return buckets to show.");
    }
    return new Figure(
            Text.format(
                "Histogram of %s return buckets: %s policies stored, %s of them live.",
                data.buckets().size(),
                data.buckets().stream().mapToLong(BucketCount::stored).sum(),
                data.buckets().stream().mapToLong(BucketCount::live).sum()),
            "Every policy rolled out is stored; the live ones are those that the generator is"
                + " trained on now. Live bars should reach as far to the right as stored ones and"
                + " leave few gaps: a return without live policies is not learned.",
            style -> Charts.bucketHistogram(data, style))
        .html();
  }

  private static String times(ReportData data) {
    if (data.times().isEmpty()) {
      return Page.note("No iteration has ended yet: there are no times to show.");
    }
    TimePoint last = data.times().get(data.times().size() - 1);
    return new Figure(
            Text.format(
                "Times of %s iterations: %s seconds of updates, %s of episodes, %s of overhead.",
                data.times().size(),
                Math.round(last.train()),
                Math.round(last.rollout()),
                Math.round(last.overhead())),
            "Updates of the generator on the driver, episodes of each iteration's slowest task, and"
                + " everything else: Spark, files, and waiting. Evaluations are not in it. Areas"
                + " that bend upwards mean that iterations get slower.",
            style -> Charts.times(data, style))
        .html();
  }
}

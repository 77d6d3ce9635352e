package io.github.udrlpg.report;

import io.github.udrlpg.report.AnalysisData.Section;
import java.util.stream.Collectors;

/** Writes an analysis of a dataset as one page of HTML. */
public final class AnalysisPage {
  private AnalysisPage() {}

  /** Returns the page, to be stored as UTF-8. */
  public static String render(AnalysisData data) {
    String facts =
        data.facts().stream()
            .map(fact -> "<li>" + Html.escape(fact) + "</li>\n")
            .collect(Collectors.joining("", "<ul>\n", "</ul>\n"));
    return Page.of(
        data.title(),
        Page.warnings(data.warnings())
            + Page.section("In short", facts)
            + data.sections().stream().map(AnalysisPage::section).collect(Collectors.joining()));
  }

  private static String section(Section section) {
    String picture =
        section
            .picture()
            .map(
                p ->
                    new Figure(
                            p.alternative(),
                            p.caption(),
                            style -> Charts.png(PlotChart.of(p.plot(), style), style))
                        .html())
            .orElse("");
    String notes =
        section.notes().stream()
            .map(note -> Page.note(Html.escape(note)))
            .collect(Collectors.joining());
    return Page.section(
        Html.escape(section.heading()),
        picture + section.table().map(Table::html).orElse("") + notes);
  }

  /** Draws the pictures for use outside the page. */
  public static Pictures pictures(AnalysisData data) {
    Pictures files = new Pictures();
    ChartStyle style = ChartStyle.WIDE_LIGHT;
    for (Section section : data.sections()) {
      section
          .picture()
          .ifPresent(
              p -> files.add(p.file(), () -> Charts.png(PlotChart.of(p.plot(), style), style)));
    }
    return files;
  }
}

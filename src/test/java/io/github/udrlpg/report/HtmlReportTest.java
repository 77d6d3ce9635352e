package io.github.udrlpg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import io.github.udrlpg.report.ReportData.Sign;
import io.github.udrlpg.report.ReportData.Sign.Status;
import io.github.udrlpg.report.ReportData.Tile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final String SCRIPT = "<script>alert('x')</script>";
  private static final String ESCAPED = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";

  @Test
  void everyTextFromDataIsEscaped() {
    String page =
        HtmlReport.render(
            new ReportData(
                "title " + SCRIPT,
                List.of(new Tile("label " + SCRIPT, "number " + SCRIPT, "aside " + SCRIPT)),
                List.of(
                    new Sign(
                        "sign " + SCRIPT,
                        Status.GONE,
                        "course " + SCRIPT,
                        "measure " + SCRIPT,
                        "limit " + SCRIPT,
                        "advice " + SCRIPT)),
                Map.of("name " + SCRIPT, "value \" " + SCRIPT),
                List.of(),
                List.of(),
                List.of(new IdentityPoint(Kind.GRID, 1, 1, 1, 5, 0.5)),
                List.of(),
                "verdict " + SCRIPT,
                List.of(),
                Samples.NO_OCCUPANCY,
                List.of(),
                List.of(),
                List.of(),
                "configuration & " + SCRIPT,
                List.of("warning " + SCRIPT)));

    assertThat(page)
        .doesNotContain("<script")
        .contains("<title>title " + ESCAPED + "</title>", "<h1>title " + ESCAPED + "</h1>")
        .contains("<dt>label " + ESCAPED, "<dd>number " + ESCAPED, "aside " + ESCAPED)
        .contains("sign " + ESCAPED, "course " + ESCAPED, "measure " + ESCAPED)
        .contains("limit " + ESCAPED, "advice " + ESCAPED)
        .contains("verdict " + ESCAPED, "name " + ESCAPED, "value &quot; " + ESCAPED)
        .contains("configuration &amp; " + ESCAPED, "<li>warning " + ESCAPED + "</li>");
  }

  @Test
  void nothingIsFetchedFromElsewhere() {
    String page = HtmlReport.render(Samples.run(30));

    assertThat(page)
        .doesNotContainPattern("https?:")
        .doesNotContain("href", "@import", "url(", "<link", "<script", "<iframe");
    List<String> sources =
        Pattern.compile("\\bsrc(?:set)?=\"([^\"]{0,22})")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(sources).hasSize(24).containsOnly("data:image/png;base64,");
  }

  @Test
  void everyPictureSaysWhatItShows() {
    String page = HtmlReport.render(Samples.run(30));

    List<String> alternatives =
        Pattern.compile("<img [^>]*alt=\"([^\"]+)\"")
            .matcher(page)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    assertThat(alternatives).hasSize(6);
    assertThat(alternatives.get(0))
        .startsWith("Learning curve of 30 evaluations: mean return ")
        .contains(" after 0 environment steps, ")
        .endsWith(" after 2900.");
    assertThat(alternatives.get(1))
        .isEqualTo("Identity curve of 10 commands: 0 commanded gives 20, 999 commanded gives 920.");
    assertThat(alternatives.get(3))
        .isEqualTo("Histogram of 30 return buckets: 1585 policies stored, 60 of them live.");
    assertThat(alternatives.get(5))
        .isEqualTo(
            "Times of 30 iterations: 145 seconds of updates, 58 of episodes, 26 of overhead.");
    assertThat(alternatives.get(2))
        .startsWith("Heat map of live policies by return and environment steps: ")
        .endsWith(" after 3000 steps.");
    assertThat(alternatives.get(4))
        .isEqualTo(
            "Spread of generated weights over commands: 0.0297 after 2900 environment steps, beside"
                + " noise of 0.1.");
    assertThat(page).containsPattern("<figcaption>[A-Z]");
  }

  @Test
  void emptyDataGivesSentencesInsteadOfPictures() {
    String page = HtmlReport.render(Samples.empty());

    assertThat(page)
        .contains("The run has not been evaluated yet: there is no learning curve to show.")
        .contains("There has been no extensive evaluation yet: there is no identity curve to show.")
        .contains("No policy has been stored yet: there are no return buckets to show.")
        .contains("The run has not been diagnosed: there are no signs of failure to show.")
        .contains("there is no heat map of live policies to show.")
        .contains("there is no spread of weights to show.")
        .doesNotContain("<img", "Read this first", "<dl", "All numbers of the summary");
  }

  @Test
  void keyNumbersComeFirstAndOnlyStandingSignsAreMarked() {
    String page = HtmlReport.render(Samples.run(2));

    assertThat(page)
        .containsSubsequence("<h1>", "<dl class=\"tiles\">", "987.4", "<h2>Learning curve</h2>")
        .contains("<li class=\"stands\"><h3>Stagnation <span>since 5 steps</span></h3>")
        .contains("<p>Search.</p>")
        .contains("<li class=\"absent\"><h3>Mode collapse <span>not seen</span></h3>")
        .doesNotContain("Wait.");
  }

  @Test
  void whatIsMetOfCommandsIsATable() {
    assertThat(HtmlReport.render(Samples.run(2)))
        .contains(
            "<tr><th scope=\"row\">All</th><td>10</td><td>0.123</td><td>0.85</td><td>0.95</td>"
                + "<td>60 %</td><td>40 %</td><td>101.25</td></tr>",
            "<tr><th scope=\"row\">Withheld from"
                + " training</th><td>3</td><td>0.5</td><td>–</td><td>–</td><td>0"
                + " %</td><td>–</td><td>500</td></tr>");
  }

  @Test
  void aGeneratorOfADatasetAloneHasALossAndNoCourseOverSteps() {
    String page = HtmlReport.render(Samples.offline(0.5, 0.25, 0.125));
    assertThat(page)
        .contains("<h2>Loss</h2>", "Loss over updates: 0.500 over the first 100, 0.125 at the end")
        .contains("1057 policies in the dataset, 40 of them trained on")
        .doesNotContain("Learning curve", "Live policies", "of them live", "Signs of failure");
    assertThat(HtmlReport.render(Samples.offline(Double.NaN)))
        .contains("No loss was a number above 0");
    assertThat(HtmlReport.render(Samples.run(3))).doesNotContain("<h2>Loss</h2>");
  }

  @Test
  void theSummaryKeepsItsOrder() {
    // Not containsSubsequence, which takes a minute for a page with its pictures.
    assertThat(HtmlReport.render(Samples.run(2)))
        .containsPattern("(?s)<th scope=\"row\">Task.*?InvertedPendulum-v4.*?987\\.4 ± 12\\.3");
  }

  @Test
  void anIntervalThatDoesNotExistIsADash() {
    String page =
        HtmlReport.render(
            Samples.withIdentity(
                List.of(
                    new IdentityPoint(Kind.GRID, -1.5, 2, Double.NaN, 1, Double.NaN),
                    new IdentityPoint(Kind.GRID, 7, 8, 0.25, 9, 0.0123))));

    assertThat(page)
        .contains("<tr><td>raw</td><td>−1.5</td><td>2</td><td>–</td><td>1</td><td>–</td></tr>")
        .contains(
            "<tr><td>raw</td><td>7</td><td>8</td><td>± 0.25</td><td>9</td><td>0.012</td></tr>");
  }

  @Test
  void aHundredThousandPointsStaySmall() {
    String page = HtmlReport.render(Samples.run(100_000));

    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000_000);
    assertThat(page).contains("Learning curve of 100000 evaluations");
  }

  @Test
  void aPictureThatCannotBeDrawnIsReplacedByWhatItSays() {
    Figure figure =
        new Figure(
            "It rises.",
            "Caption",
            style -> {
              throw new InternalError("Fontconfig head is <null>");
            });

    assertThat(figure.html())
        .contains("This Java could not draw the picture")
        .contains("Fontconfig head is &lt;null&gt;")
        .contains("It rises.")
        .doesNotContain("<img");
  }
}

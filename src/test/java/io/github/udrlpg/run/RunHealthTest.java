package io.github.udrlpg.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.metrics.DiagnosisMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.report.ReportData.Sign;
import io.github.udrlpg.report.ReportData.Sign.Status;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunHealthTest {

  @Test
  void whatStandsIsWarnedOfAndWhatWentAwayIsListed() {
    // Misaligned from the beginning to the fifth of nine evaluations, collapsed from the fourth on.
    RunHealth health =
        new RunHealth(
            IntStream.rangeClosed(1, 9)
                .mapToObj(i -> row(i, i >= 4 ? 0.001 : 0.5, i <= 5 ? -0.5 : 0))
                .toList());
    String gone =
        "Command misalignment at 3,000 environment steps: commanded the highest return seen,"
            + " policies without noise end 50 % of the scale below the command.";

    List<String> warnings = health.warnings(List.of("The disk is slow", "The disk is slow"));

    assertThat(warnings).hasSize(2).startsWith("The disk is slow");
    assertThat(warnings.get(1)).startsWith("Mode collapse at 6,000 environment steps: ");
    assertThat(health.warnings(List.of(warnings.get(1)))).containsExactly(warnings.get(1));
    assertThat(health.warnings(List.of())).noneMatch(text -> text.startsWith(gone));
    assertThat(health.signs())
        .extracting(Sign::title, Sign::status, Sign::course)
        .startsWith(
            org.assertj.core.groups.Tuple.tuple(
                "Mode collapse", Status.STANDS, "since 6,000 steps"),
            org.assertj.core.groups.Tuple.tuple(
                "Command misalignment", Status.GONE, "seen at 3,000 steps, gone since"),
            org.assertj.core.groups.Tuple.tuple("Return variance", Status.ABSENT, "not seen"))
        .hasSize(5);
  }

  @Test
  void aRunFromBeforeThereWereDiagnosesHasNone() {
    RunHealth health = new RunHealth(List.of());

    assertThat(health.signs()).isEmpty();
    assertThat(health.spread()).isEmpty();
    assertThat(health.warnings(List.of("a"))).containsExactly("a");
  }

  @Test
  void theSummaryHasTheLastIdentityAndNullWhereThereIsNoValue() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    IdentitySummary.put(
        json,
        List.of(
            identity("extensive", 10, 0.9, 1),
            identity("extensive", 20, 0.25, 0.5),
            identity("seen", 20, 0.125, Double.NaN),
            identity("retrieval", 20, 0.5, 1)));
    String others =
        "\"r_squared\":3.0,\"rmse\":1.0,\"mean_absolute_error\":2.0,\"lowest_achieved\":4.0,"
            + "\"highest_achieved\":5.0,\"equivalent\":6.0";

    assertThat(json)
        .hasToString(
            "{\"identity\":{\"nrmse\":0.25,\"spearman\":0.5,\"within_10_percent\":0.75,"
                + others
                + ",\"seen\":{\"commands\":4,\"nrmse\":0.125,\"spearman\":null,"
                + "\"within_10_percent\":0.75,"
                + others
                + "},\"retrieval\":{\"commands\":4,\"nrmse\":0.5,\"spearman\":1.0,"
                + "\"within_10_percent\":0.75,"
                + others
                + ",\"weight_distance\":7.0,\"relative_weight_distance\":8.0}}}");
    ObjectNode empty = new ObjectMapper().createObjectNode();
    IdentitySummary.put(empty, List.of());
    assertThat(empty).isEmpty();
  }

  private static IdentityMetrics identity(
      String kind, int iteration, double nrmse, double spearman) {
    return new IdentityMetrics(
        kind, iteration, 7, 4, 0, 1, nrmse, spearman, 0.5, 0.75, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  private static DiagnosisMetrics row(int evaluation, double spreadToNoise, double misalignment) {
    return new DiagnosisMetrics(
        evaluation,
        1000L * evaluation,
        0.1 * spreadToNoise,
        0.1,
        spreadToNoise,
        0.9,
        misalignment,
        0,
        1,
        0,
        0.5,
        10,
        20,
        800,
        0.5);
  }
}

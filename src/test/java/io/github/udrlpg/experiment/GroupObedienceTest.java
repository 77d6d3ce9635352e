package io.github.udrlpg.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.run.Obedience;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupObedienceTest {
  @Test
  void testsTheGeneratorAsItIsUsedAgainstStoredPolicies() {
    GroupObedience six = group(6, 10, 40);

    // Six differences of one sign: two of 2⁶ patterns of signs.
    assertThat(six.pValueAgainstRetrieval()).isEqualTo(2 / 64.0);
    assertThat(six.statement())
        .contains(
            "Against retrieval: the mean miss of the generator is 32.5 smaller than that of the"
                + " nearest stored policies (Wilcoxon's signed rank test over 6 seeds, p = 0.031)");
    assertThat(group(4, 50, 40).statement().orElseThrow())
        .startsWith(
            "Against retrieval nothing is shown: the mean miss of the generator is 8.5 larg");
    assertThat(new GroupObedience(List.of()).statement()).isEmpty();
  }

  @Test
  void reportsEveryWayOfCommanding() {
    GroupObedience group = group(6, 10, 40);

    assertThat(group.rows("arm"))
        .extracting(row -> row.get(0))
        .containsExactly("arm, raw", "arm, calibrated", "arm, retrieval");
    JsonNode json = group.json();
    assertThat(json.at("/calibrated/runs").asInt()).isEqualTo(6);
    assertThat(json.at("/calibrated/mean_absolute_error/iqm/value").asDouble()).isEqualTo(10);
    assertThat(json.at("/raw/mean_absolute_error/iqm/value").asDouble()).isEqualTo(100);
    assertThat(json.at("/wilcoxon_p_against_retrieval").asDouble()).isEqualTo(2 / 64.0);
  }

  @Test
  void aSeedOfWhichEveryEpisodeDivergedDoesNotCount() {
    double nan = Double.NaN;
    IdentityMetrics nothing =
        new IdentityMetrics(
            "extensive",
            1,
            7,
            0,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan,
            nan);
    Obedience silent =
        new Obedience(Optional.of(nothing), Optional.empty(), Optional.of(row("retrieval", 3)));
    List<Obedience> runs = new ArrayList<>(group(6, 10, 40).runs());
    runs.add(silent);
    GroupObedience group = new GroupObedience(runs);

    assertThat(group.pValueAgainstRetrieval()).isEqualTo(2 / 64.0);
    assertThat(group.json().at("/raw/runs").asInt()).isEqualTo(6);
    assertThat(new GroupObedience(List.of(silent)).statement()).isEmpty();
    assertThat(new GroupObedience(List.of(silent)).verdict()).isEmpty();
    assertThat(new GroupObedience(List.of(silent)).json().toString()).doesNotContain("NaN");
    assertThat(Obedience.text(nothing))
        .isEqualTo(
            "0 of 0 commands within a tenth of the range, nRMSE –, R² –, rank correlation –,"
                + " achieved – to –");
  }

  private static GroupObedience group(int seeds, double calibrated, double retrieval) {
    return new GroupObedience(
        IntStream.range(0, seeds)
            .mapToObj(
                seed ->
                    new Obedience(
                        Optional.of(row("extensive", 100)),
                        Optional.of(row("calibrated", calibrated)),
                        // Differences of other sizes each, so that the test is exact.
                        Optional.of(row("retrieval", retrieval + seed))))
            .toList());
  }

  private static IdentityMetrics row(String kind, double miss) {

    return new IdentityMetrics(
        kind, 1, 7, 10, 0, 1, miss / 1000, 1, 1, 1, miss, miss, 1, 0, 1000, 1, 1, 1);
  }
}

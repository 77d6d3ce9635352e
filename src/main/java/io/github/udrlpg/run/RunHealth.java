package io.github.udrlpg.run;

import io.github.udrlpg.diagnosis.Finding;
import io.github.udrlpg.diagnosis.Signature;
import io.github.udrlpg.diagnosis.SignatureWatch;
import io.github.udrlpg.metrics.DiagnosisMetrics;
import io.github.udrlpg.report.ReportData.Sign;
import io.github.udrlpg.report.ReportData.SpreadPoint;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the diagnoses of a run say at its end, over all its resumptions. */
final class RunHealth {
  private final List<DiagnosisMetrics> rows;
  private final SignatureWatch watch;

  /** Takes the rows of a run in their order; runs from before there were diagnoses have none. */
  RunHealth(List<DiagnosisMetrics> rows) {
    this.rows = List.copyOf(rows);
    this.watch = SignatureWatch.of(rows);
  }

  /**
   * Returns what whoever reads the report must know first.
   *
   * @param logged the warnings of the process that ended the run: those of signatures that went
   *     away again are left out, those of earlier processes that still stand are added
   */
  List<String> warnings(List<String> logged) {
    Set<String> ofSignatures =
        watch.findings().stream().map(Finding::message).collect(Collectors.toSet());
    Stream<String> standing =
        Stream.of(Signature.values())
            .filter(watch::stands)
            .map(signature -> newest(signature).message());
    return Stream.concat(
            logged.stream().filter(text -> !ofSignatures.contains(text)).distinct(), standing)
        .toList();
  }

  /** Returns every signature with what became of it. */
  List<Sign> signs() {
    if (rows.isEmpty()) {
      return List.of();
    }
    DiagnosisMetrics last = rows.get(rows.size() - 1);
    List<Sign> signs = new ArrayList<>();
    for (Signature signature : Signature.values()) {
      Finding finding = newest(signature);
      signs.add(
          new Sign(
              signature.title(),
              watch.stands(signature)
                  ? Sign.Status.STANDS
                  : finding == null ? Sign.Status.ABSENT : Sign.Status.GONE,
              finding == null
                  ? "not seen"
                  : Text.format(
                      watch.stands(signature) ? "since %,d steps" : "seen at %,d steps, gone since",
                      finding.row().envSteps()),
              signature.value(last),
              signature.limit(),
              signature.advice()));
    }
    return signs;
  }

  private Finding newest(Signature signature) {
    return watch.findings().stream()
        .filter(finding -> finding.signature() == signature)
        .reduce((before, finding) -> finding)
        .orElse(null);
  }

  List<SpreadPoint> spread() {
    return rows.stream()
        .map(row -> new SpreadPoint(row.envSteps(), row.weightSpread(), row.noise()))
        .toList();
  }
}

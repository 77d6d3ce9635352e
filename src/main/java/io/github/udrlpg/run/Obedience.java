package io.github.udrlpg.run;

import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How well a run does what it is told: the grid of commands of its last extensive evaluation, given
 * as they are, through the calibration, and answered by the nearest stored policies.
 *
 * @param raw commands as they are
 * @param calibrated through the calibration; empty where the run has none
 * @param retrieval the stored policies; empty where they were not replayed
 */
public record Obedience(
    Optional<IdentityMetrics> raw,
    Optional<IdentityMetrics> calibrated,
    Optional<IdentityMetrics> retrieval) {

  /** Takes the rows of one extensive evaluation. */
  public static Obedience of(List<IdentityMetrics> rows) {
    return new Obedience(
        named(rows, "extensive"), named(rows, "calibrated"), named(rows, "retrieval"));
  }

  private static Optional<IdentityMetrics> named(List<IdentityMetrics> rows, String kind) {
    return rows.stream().filter(row -> row.kind().equals(kind)).findFirst();
  }

  /** Returns how the run is used: through its calibration where it has one. */
  public Optional<IdentityMetrics> inUse() {
    return calibrated.or(() -> raw);
  }

  /** Returns what some commands came to, in one line. */
  public static String text(IdentityMetrics metrics) {
    return Text.format(
        "%d of %d commands within a tenth of the range, nRMSE %s, R² %s, rank correlation %s,"
            + " achieved %s to %s",
        met(metrics),
        metrics.commands(),
        Text.orDash("%.3f", metrics.nrmse()),
        Text.orDash("%.2f", metrics.rSquared()),
        Text.orDash("%.2f", metrics.spearman()),
        Text.orDash("%.1f", metrics.lowestAchieved()),
        Text.orDash("%.1f", metrics.highestAchieved()));
  }

  private static long met(IdentityMetrics metrics) {
    return Math.round(metrics.withinTenPercent() * metrics.commands());
  }

  /**
   * Returns the verdict on a run, in one line; empty before there was an extensive evaluation, and
   * where every episode of it diverged.
   */
  Optional<String> verdict(TrainingSummary summary) {
    return inUse()
        .filter(used -> used.commands() > 0)
        .map(
            used ->
                Text.format(
                    "Obeys within a tenth of the range for %d of %d commands; nRMSE %.3f%s; %s",
                    met(used), used.commands(), used.nrmse(), others(), attainable(used, summary)));
  }

  private String others() {
    List<String> others =
        Stream.of(
                calibrated.flatMap(known -> raw).map(row -> "uncalibrated " + error(row)),
                retrieval.map(row -> "nearest stored policies " + error(row)))
            .flatMap(Optional::stream)
            .toList();
    return others.isEmpty() ? "" : Text.format(" (%s)", String.join(", ", others));
  }

  private static String error(IdentityMetrics row) {
    return Text.orDash("%.3f", row.nrmse());
  }

  private static String attainable(IdentityMetrics used, TrainingSummary summary) {
    boolean calibrated = Double.isFinite(summary.lowestAttainable());
    return Text.format(
        "%s %.1f to %.1f",
        calibrated ? "attainable" : "achieved",
        calibrated ? summary.lowestAttainable() : used.lowestAchieved(),
        calibrated ? summary.highestAttainable() : used.highestAchieved());
  }
}

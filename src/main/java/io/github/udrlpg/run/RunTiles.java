package io.github.udrlpg.run;

import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.train.TrainingSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The key numbers at the top of a run's report. */
final class RunTiles {
  private RunTiles() {}

  static List<Tile> of(TrainingSummary summary, List<IdentityMetrics> scores) {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(
        new Tile(
            "Final return",
            number(summary.finalMean()),
            String.format(
                Locale.ROOT,
                "± %s over %d episodes",
                number(summary.finalDeviation()),
                summary.finalEpisodes())));
    tiles.add(
        new Tile("Highest return", number(summary.maxReturn()), "policy " + summary.bestPolicy()));
    tiles.add(
        new Tile(
            "Environment steps",
            String.format(Locale.ROOT, "%,d", summary.envSteps()),
            String.format(Locale.ROOT, "%,d more to evaluate", summary.evaluationEnvSteps())));
    tiles.add(
        new Tile(
            "Episodes",
            String.format(Locale.ROOT, "%,d", summary.episodes()),
            String.format(Locale.ROOT, "in %,d iterations", summary.iterations())));
    tiles.add(
        new Tile(
            "Wall time",
            duration(summary.wallSeconds()),
            String.format(
                Locale.ROOT, "%.0f steps a second", summary.envSteps() / summary.wallSeconds())));
    scores.stream()
        .filter(row -> row.kind().equals("extensive"))
        .forEach(
            row ->
                tiles.add(
                    new Tile(
                        "Identity error",
                        String.format(Locale.ROOT, "%.0f %%", 100 * row.nrmse()),
                        String.format(
                            Locale.ROOT,
                            "nRMSE; %.0f %% of commands within a tenth",
                            100 * row.withinTenPercent()))));
    return tiles;
  }

  /** Returns a return for people: as many digits as tell two of them apart. */
  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.1f", value)
        .replaceFirst("\\.0+$", "")
        .replace('-', '\u2212');
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}

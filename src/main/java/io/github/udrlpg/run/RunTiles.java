package io.github.udrlpg.run;

import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The key numbers at the top of a run's report. */
final class RunTiles {
  private RunTiles() {}

  static List<Tile> of(TrainingSummary summary, List<IdentityMetrics> scores) {
    List<Tile> tiles = new ArrayList<>();
    tiles.add(finalReturn(summary));
    tiles.add(
        new Tile(
            "Highest return",
            number(summary.maxReturn()),
            summary.bestPolicy().isEmpty() ? "no policy yet" : "policy " + summary.bestPolicy()));
    tiles.add(
        new Tile(
            "Environment steps",
            whole(summary.envSteps()),
            whole(summary.evaluationEnvSteps()) + " more to evaluate"));
    tiles.add(
        new Tile(
            "Episodes",
            whole(summary.episodes()),
            Text.format("in %s iterations", whole(summary.iterations()))));
    tiles.add(
        new Tile(
            "Wall time",
            duration(summary.wallSeconds()),
            Text.format("%.0f steps a second", summary.envSteps() / summary.wallSeconds())));
    identity(scores).ifPresent(tiles::add);
    return tiles;
  }

  /** Returns those of a run whose generator was trained from a dataset alone. */
  static List<Tile> ofOffline(
      TrainingSummary summary, List<IdentityMetrics> scores, FittedGenerator fitted) {
    FittedGenerator.Progress last = fitted.progress().get(fitted.progress().size() - 1);
    List<Tile> tiles = new ArrayList<>();
    tiles.add(finalReturn(summary));
    tiles.add(new Tile("Highest return", number(summary.maxReturn()), "in the dataset"));
    tiles.add(
        new Tile(
            "Updates",
            whole(last.updates()),
            Text.format("on %s policies", whole(fitted.commands().size()))));
    tiles.add(
        new Tile(
            "Environment steps",
            whole(summary.envSteps()),
            Text.format("to calibrate, %s to evaluate", whole(summary.evaluationEnvSteps()))));
    tiles.add(
        new Tile(
            "Wall time",
            duration(summary.wallSeconds()),
            duration(summary.trainSeconds()) + " of it updates"));
    identity(scores).ifPresent(tiles::add);
    return tiles;
  }

  private static Tile finalReturn(TrainingSummary summary) {
    return new Tile(
        "Final return",
        number(summary.finalMean()),
        Text.format(
            "± %s over %d episodes", number(summary.finalDeviation()), summary.finalEpisodes()));
  }

  private static Optional<Tile> identity(List<IdentityMetrics> scores) {
    return Obedience.of(scores)
        .inUse()
        .map(
            row ->
                new Tile(
                    "Identity error",
                    percent(row.nrmse()),
                    Text.format(
                        "nRMSE%s; %s of commands within a tenth",
                        row.kind().equals("calibrated") ? ", calibrated" : "",
                        percent(row.withinTenPercent()))));
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? Text.format("%.0f %%", 100 * share) : "–";
  }

  private static String whole(long value) {
    return Text.format("%,d", value);
  }

  /** Returns a return for people: as many digits as tell two of them apart. */
  private static String number(double value) {
    if (!Double.isFinite(value) || Math.abs(value) >= 1e12) {
      return Table.number(value);
    }
    return Text.format(Math.abs(value) < 100 ? "%.2f" : "%,.1f", value)
        .replaceFirst("\\.0+$", "")
        .replace('-', '\u2212');
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return Text.format("%.1f s", seconds);
    }
    return whole < 3600
        ? Text.format("%d min %02d s", whole / 60, whole % 60)
        : Text.format("%d h %02d min", whole / 3600, whole % 3600 / 60);
  }
}

package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.report.Pictures;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.report.SweepData;
import io.github.udrlpg.report.SweepPage;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Writes what a sweep found: tables, summary and page. */
public final class SweepReport {
  private static final int SHOWN = 10;

  private SweepReport() {}

  /**
   * Writes {@code results/}, {@code summary.json} and {@code report/}.
   *
   * @param model says how much each key matters
   * @param undrawn is told of pictures that could not be drawn
   * @return the data of the page
   */
  public static SweepData write(
      SweepDirectory directory,
      SweepResults results,
      Importance.Model model,
      Consumer<String> undrawn)
      throws IOException {
    Columns.write(directory, results.search(), results.runs());
    KeyTable table = results.keyTable();
    Importance importance =
        table.scores().size() < Importance.FEWEST_TRIALS
            ? Importance.none(
                Text.format(
                    "%d trials of the same length are too few to say which keys matter: it takes"
                        + " %d",
                    table.scores().size(), Importance.FEWEST_TRIALS))
            : model.of(table);
    Columns.write(directory, importance);
    ObjectNode summary = SweepSummary.of(results, importance);
    directory.write("summary.json", summary.toPrettyString() + "\n");
    SweepData data = data(results, table, importance);
    directory.write("report/index.html", SweepPage.render(data));
    Pictures pictures = SweepPage.pictures(data);
    pictures.warnings().forEach(undrawn);
    for (Map.Entry<String, byte[]> picture : pictures.files().entrySet()) {
      AtomicFiles.replace(
          directory.hadoop(), directory.path("report/" + picture.getKey()), picture.getValue());
    }
    return data;
  }

  private static SweepData data(SweepResults results, KeyTable table, Importance importance) {
    Search search = results.search();
    return new SweepData(
        Text.format(
            "Sweep of %s, %d trials",
            search.sweep().base().settings().env().id(), search.trials().size()),
        search.sweep().question(),
        warnings(results),
        tiles(results),
        best(results),
        search.score().title(),
        table.envSteps(),
        table.keys(),
        table.scores(),
        shares(table.scores(), search.score()),
        Effects.curves(table),
        Effects.table(table, search.score().title()),
        importance.shares().stream()
            .sorted(Comparator.comparingDouble(SweepData.KeyShare::share).reversed())
            .toList(),
        importance.note(),
        new ReturnAgainstObedience(results).shown(),
        rungs(results),
        failures(results),
        search.sweep().base().hocon());
  }

  private static List<String> warnings(SweepResults results) {
    List<String> warnings = new ArrayList<>();
    int seeds = results.search().seeds();
    if (seeds < 5) {
      warnings.add(
          Text.format(
              "%d seed%s a trial %s few: settings that stand close together may change places",
              seeds, seeds == 1 ? "" : "s", seeds == 1 ? "is" : "are"));
    }
    if (!results.failures().isEmpty()) {
      warnings.add(
          Text.format(
              "%d of %d trials failed: see below why",
              results.failures().size(), results.search().trials().size()));
    }
    if (results.duplicates() > 0) {
      warnings.add(
          Text.format(
              "%d trials have the setting of an earlier one: the space is too small for so many",
              results.duplicates()));
    }
    return warnings;
  }

  private static List<Tile> tiles(SweepResults results) {
    Search search = results.search();
    List<Tile> tiles = new ArrayList<>();
    results
        .best()
        .ifPresent(
            best ->
                tiles.add(
                    new Tile(
                        "best " + search.score().title(),
                        Table.number(best.value()),
                        Text.format("trial %d, %d seed(s)", best.trial(), search.seeds()))));
    tiles.add(
        new Tile(
            "trials",
            String.valueOf(search.trials().size()),
            Text.format("%d failed", results.failures().size())));
    long steps =
        results.runs().stream()
            .filter(run -> isLast(results, run))
            .mapToLong(TrialRun::envSteps)
            .sum();
    tiles.add(
        new Tile("environment steps", Text.format("%,d", steps).replace(',', ' '), "of all runs"));
    return tiles;
  }

  /** Rungs of a run contain one another. */
  private static boolean isLast(SweepResults results, TrialRun run) {
    return results.runs().stream()
        .noneMatch(other -> other.trial() == run.trial() && other.rung() > run.rung());
  }

  private static Table best(SweepResults results) {
    Search search = results.search();
    List<String> keys = new ArrayList<>(List.of("Trial", search.score().title()));
    search.sweep().space().forEach(dimension -> keys.add(dimension.key()));
    keys.add("Steps");
    List<List<String>> rows = new ArrayList<>();
    for (TrialResult result : results.ranking().stream().limit(SHOWN).toList()) {
      Estimate estimate = result.estimate(search.score());
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(result.trial()));
      cells.add(
          Table.number(estimate.value())
              + " "
              + Table.interval(estimate.interval().lower(), estimate.interval().upper()));
      search.trials().get(result.trial()).values().values().stream()
          .map(Columns::text)
          .forEach(cells::add);
      cells.add(String.valueOf(result.envSteps()));
      rows.add(cells);
    }
    return new Table(keys, rows);
  }

  private static Table rungs(SweepResults results) {
    List<List<String>> rows = new ArrayList<>();
    List<Schedule.Bracket> brackets = results.search().schedule().brackets();
    for (int bracket = 0; bracket < brackets.size(); bracket++) {
      int number = bracket;
      for (int rung = 0; rung < brackets.get(bracket).rungs().size(); rung++) {
        int level = rung;
        List<TrialResult> there =
            results.results().stream()
                .filter(result -> result.bracket() == number && result.rung() == level)
                .sorted(TrialResult.bestFirst(results.search().score()))
                .toList();
        rows.add(
            List.of(
                Text.format("%d", bracket + 1),
                Text.format("%d", rung + 1),
                String.valueOf(brackets.get(bracket).rungs().get(rung).envSteps()),
                String.valueOf(there.size()),
                String.valueOf(there.stream().filter(TrialResult::isFailed).count()),
                Table.number(there.isEmpty() ? Double.NaN : there.get(0).value())));
      }
    }
    return new Table(
        List.of("Bracket", "Rung", "Environment steps", "Trials", "Failed", "Best"),
        rows.size() > 1 ? rows : List.of());
  }

  private static Table failures(SweepResults results) {
    return new Table(
        List.of("Trial", "Rung", "Setting", "Cause"),
        results.failures().stream()
            .map(
                result ->
                    List.of(
                        String.valueOf(result.trial()),
                        String.valueOf(result.rung() + 1),
                        results.search().trials().get(result.trial()).values().toString(),
                        result.cause()))
            .toList());
  }

  /** Returns where each score stands between the worst, 0, and the best, 1, by its rank. */
  private static List<Double> shares(List<Double> scores, Score score) {
    Comparator<Integer> byScore = Comparator.comparing(scores::get);
    List<Integer> order =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(score.higherIsBetter() ? byScore : byScore.reversed())
            .toList();
    Double[] shares = new Double[scores.size()];
    for (int rank = 0; rank < order.size(); rank++) {
      shares[order.get(rank)] = order.size() == 1 ? 1 : rank / (order.size() - 1.0);
    }
    return List.of(shares);
  }
}

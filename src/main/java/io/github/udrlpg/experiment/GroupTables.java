package io.github.udrlpg.experiment;

import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Statistics;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The tables of a group's page. */
final class GroupTables {
  private GroupTables() {}

  /** Returns a row for each score. */
  static Table statistics(GroupResults results) {
    return new Table(
        List.of("Score", "IQM", "Median", "Mean", "Std over seeds", "Runs"),
        Arrays.stream(Score.values())
            .map(score -> statistics(results, score, score.title()))
            .toList());
  }

  /** Returns the row of a score: its name, then the statistics over seeds. */
  static List<String> statistics(GroupResults results, Score score, String name) {
    Statistics statistics = results.statistics(score);
    return List.of(
        name,
        text(statistics.interquartileMean()),
        text(statistics.median()),
        text(statistics.mean()),
        text(statistics.standardDeviation()),
        String.valueOf(statistics.runs()));
  }

  /** Returns an estimate with its interval. */
  static String text(Estimate estimate) {
    return Table.number(estimate.value())
        + " "
        + Table.interval(estimate.interval().lower(), estimate.interval().upper());
  }

  /** Returns a row for each return, how long runs took to it. */
  static Table steps(GroupResults results) {
    return new Table(
        List.of("Scaled return", "Runs that achieved it", "Median environment steps"),
        IntStream.range(0, RunScores.SHARES.size())
            .mapToObj(index -> StepsToReturn.of(results, index))
            .map(
                steps ->
                    List.of(
                        Table.number(steps.share()),
                        Text.format("%d of %d", steps.reached(), results.finished().size()),
                        text(steps.steps())))
            .toList());
  }

  /** Returns a row for each seed. */
  static Table seeds(GroupResults results) {
    List<String> headers = new ArrayList<>(List.of("Seed"));
    Arrays.stream(Score.values()).map(Score::title).forEach(headers::add);
    headers.addAll(List.of("Environment steps", "State"));
    return new Table(headers, results.runs().stream().map(GroupTables::seed).toList());
  }

  private static List<String> seed(SeedRun run) {
    List<String> cells = new ArrayList<>(List.of(String.valueOf(run.seed())));
    for (Score score : Score.values()) {
      cells.add(run.scores().map(scores -> Table.number(score.of(scores))).orElse("–"));
    }
    cells.add(run.scores().map(scores -> String.valueOf(scores.envSteps())).orElse("–"));
    cells.add(run.isFinished() ? "finished" : run.cause());
    return cells;
  }
}

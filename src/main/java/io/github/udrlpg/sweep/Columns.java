package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.config.Dimension;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.metrics.ColumnTable;
import io.github.udrlpg.metrics.ColumnTable.Column;
import io.github.udrlpg.metrics.ColumnTable.Kind;
import io.github.udrlpg.report.KeyAxis;
import io.github.udrlpg.report.KeyAxis.Scale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a sweep: as Parquet for others, and as numbers for pictures and forests. */
final class Columns {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Columns() {}

  /** Stores a row for each run of each rung below {@code results/}. */
  static void write(SweepDirectory directory, Search search, List<TrialRun> runs)
      throws IOException {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("trial", Kind.INTEGER),
                new Column("bracket", Kind.INTEGER),
                new Column("rung", Kind.INTEGER),
                new Column("seed", Kind.INTEGER),
                new Column("env_steps", Kind.INTEGER),
                new Column("status", Kind.TEXT),
                new Column("cause", Kind.TEXT)));
    for (Dimension dimension : search.sweep().space()) {
      columns.add(new Column(name(dimension.key()), kind(dimension)));
    }
    for (Score score : Score.values()) {
      columns.add(new Column(name(score.key()), Kind.NUMBER));
    }
    ColumnTable.write(
        directory.hadoop(),
        directory.path("results/trials/part-0.parquet"),
        columns,
        runs.stream().map(run -> row(search, run)).toList());
  }

  /** Stores a row for each key below {@code results/}. */
  static void write(SweepDirectory directory, Importance importance) throws IOException {
    ColumnTable.write(
        directory.hadoop(),
        directory.path("results/importance/part-0.parquet"),
        List.of(
            new Column("key", Kind.TEXT),
            new Column("importance", Kind.NUMBER),
            new Column("held_out_r2", Kind.NUMBER)),
        importance.shares().stream()
            .map(key -> List.<Object>of(key.name(), key.share(), importance.heldOutR2()))
            .toList());
  }

  /** A name without dots and dashes needs no quotes in SQL. */
  private static String name(String key) {
    return key.replaceAll("[.-]", "_");
  }

  private static Kind kind(Dimension dimension) {
    if (dimension instanceof Dimension.Choice) {
      return Kind.TEXT;
    }
    return dimension instanceof Dimension.Integers || dimension instanceof Dimension.LogIntegers
        ? Kind.INTEGER
        : Kind.NUMBER;
  }

  private static List<Object> row(Search search, TrialRun run) {
    List<Object> cells =
        new ArrayList<>(
            Arrays.asList(
                (long) run.trial(),
                (long) run.bracket(),
                (long) run.rung(),
                run.seed(),
                run.envSteps(),
                run.isFinished() ? "finished" : "failed",
                run.isFinished() ? null : run.cause()));
    Map<String, String> values = search.trials().get(run.trial()).values();
    for (Dimension dimension : search.sweep().space()) {
      cells.add(cell(kind(dimension), values.get(dimension.key())));
    }
    for (Score score : Score.values()) {
      double value = run.score(score);
      cells.add(Double.isFinite(value) ? (Object) value : null);
    }
    return cells;
  }

  private static Object cell(Kind kind, String value) {
    return switch (kind) {
      case INTEGER -> Long.parseLong(value);
      case NUMBER -> Double.parseDouble(value);
      case TEXT -> text(value);
    };
  }

  /** A word without its quotes; a list or a number as it is written. */
  static String text(String value) {
    try {
      return value.startsWith("\"") ? JSON.readTree(value).asText() : value;
    } catch (IOException e) {
      throw new IllegalStateException("Not the JSON that a value is kept as: " + value, e);
    }
  }

  /**
   * Returns the trials of that budget of environment steps which most trials have, the larger one
   * of two: scores of other budgets are no measure of one another.
   */
  static KeyTable keyTable(Search search, List<TrialResult> results) {
    Map<Long, List<TrialResult>> byBudget = new TreeMap<>();
    results.forEach(
        result ->
            byBudget.computeIfAbsent(result.envSteps(), key -> new ArrayList<>()).add(result));
    Map.Entry<Long, List<TrialResult>> most =
        byBudget.entrySet().stream()
            .max(
                Comparator.comparingInt(
                        (Map.Entry<Long, List<TrialResult>> entry) -> entry.getValue().size())
                    .thenComparing(Map.Entry::getKey))
            .orElseThrow();
    List<TrialResult> trials =
        most.getValue().stream().allMatch(TrialResult::isFailed) ? List.of() : most.getValue();
    double worst =
        trials.stream()
            .filter(result -> !result.isFailed())
            .max(TrialResult.bestFirst(search.score()))
            .map(TrialResult::value)
            .orElse(Double.NaN);
    return new KeyTable(
        most.getKey(),
        trials,
        search.sweep().space().stream().map(dimension -> axis(search, dimension, trials)).toList(),
        trials.stream().map(result -> result.isFailed() ? worst : result.value()).toList());
  }

  private static KeyAxis axis(Search search, Dimension dimension, List<TrialResult> trials) {
    List<String> values =
        trials.stream()
            .map(result -> search.trials().get(result.trial()).values().get(dimension.key()))
            .toList();
    if (dimension instanceof Dimension.Choice choice) {
      return new KeyAxis(
          dimension.key(),
          Scale.LISTED,
          choice.values().stream().map(Columns::text).toList(),
          values.stream().map(value -> (double) choice.values().indexOf(value)).toList());
    }
    List<Double> numbers = values.stream().map(Double::valueOf).toList();
    return new KeyAxis(dimension.key(), scale(dimension), List.of(), numbers);
  }

  /** A grid whose numbers are all above 0 and span a factor of ten is one of ratios. */
  private static Scale scale(Dimension dimension) {
    if (dimension instanceof Dimension.Grid grid) {
      double[] numbers = grid.values().stream().mapToDouble(Double::parseDouble).sorted().toArray();
      return numbers[0] > 0 && numbers[numbers.length - 1] >= 10 * numbers[0]
          ? Scale.LOGARITHMIC
          : Scale.LINEAR;
    }
    return dimension instanceof Dimension.Logarithmic ? Scale.LOGARITHMIC : Scale.LINEAR;
  }
}

package io.github.udrlpg.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.report.ComparisonData;
import io.github.udrlpg.report.ComparisonPage;
import io.github.udrlpg.report.Pictures;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.report.TradeOff;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Draws groups of runs together into a report of several, and writes it. */
public final class ComparisonReport {
  private ComparisonReport() {}

  /**
   * Collects what is shown of some groups.
   *
   * @param tables the numbers, in the order they are shown
   */
  public static ComparisonData data(
      String title, List<GroupResults> groups, List<String> statements, List<Table> tables) {
    List<String> warnings = new ArrayList<>();
    groups.forEach(group -> warnings.addAll(group.warnings()));
    if (groups.stream().map(GroupResults::grid).distinct().count() > 1) {
      warnings.add(
          "The groups have other budgets of environment steps or intervals of evaluations: final"
              + " returns and areas under the curve are not of the same length of training");
    }
    return new ComparisonData(
        title,
        warnings,
        statements,
        groups.stream().map(group -> GroupCurves.learning(group, group.name())).toList(),
        groups.stream()
            .flatMap(group -> GroupCurves.identity(group, group.name()).stream())
            .toList(),
        tradeOff(groups),
        tables);
  }

  /** Returns every run that has both scores by them; empty where fewer than two have. */
  private static Optional<TradeOff> tradeOff(List<GroupResults> groups) {
    List<TradeOff.Series> sets =
        groups.stream()
            .map(group -> new TradeOff.Series(group.name(), points(group)))
            .filter(set -> !set.points().isEmpty())
            .toList();
    return sets.stream().mapToInt(set -> set.points().size()).sum() < 2
        ? Optional.empty()
        : Optional.of(new TradeOff(sets, List.of(), Optional.empty()));
  }

  private static List<TradeOff.Point> points(GroupResults group) {
    Map<Long, Double> errors = group.bySeed(Score.OBEDIENCE);
    Map<Long, Double> returns = group.bySeed(Score.FINAL);
    return errors.keySet().stream()
        .filter(returns::containsKey)
        .map(seed -> new TradeOff.Point(String.valueOf(seed), errors.get(seed), returns.get(seed)))
        .toList();
  }

  /** Returns a row for each group: the score over its seeds. */
  public static Table overview(List<GroupResults> groups, Score score) {
    return new Table(
        List.of(score.title(), "IQM", "Median", "Mean", "Std over seeds", "Runs"),
        groups.stream().map(group -> GroupTables.statistics(group, score, group.name())).toList());
  }

  /** Returns a table of each way of answering commands in each group; none where nobody asked. */
  public static List<Table> obedience(List<GroupResults> groups) {
    List<List<String>> rows =
        groups.stream()
            .flatMap(group -> GroupObedience.of(group).rows(group.name()).stream())
            .toList();
    return rows.isEmpty() ? List.of() : List.of(GroupObedience.table(rows));
  }

  /**
   * Returns a comparison as JSON.
   *
   * @return an object
   */
  public static JsonNode json(GroupComparison comparison) {
    var json = StatisticsJson.of(comparison.comparison());
    json.put("a", comparison.nameA());
    json.put("b", comparison.nameB());
    json.put("score", comparison.score().key());
    JsonNumbers.put(json, "adjusted_p", comparison.pValue());
    json.put("comparisons", comparison.comparisons());
    json.put("statement", comparison.statement());
    return json;
  }

  /**
   * Requires a directory that is new, empty, or holds an earlier report.
   *
   * @throws InvalidInputException if it holds anything else
   */
  public static void requireFree(Configuration hadoop, Path directory, String ownFile)
      throws IOException {
    Destination.requireDirectory(hadoop, directory);
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    if (RunDirectory.holdsAnything(hadoop, directory)
        && !fileSystem.exists(new Path(directory, ownFile))) {
      throw new InvalidInputException(
          Text.format(
              "%s is not empty and holds no %s: name a new or an empty directory",
              directory, ownFile));
    }
  }

  /**
   * Writes JSON, page and pictures into a directory that nobody else writes a comparison to at the
   * same time.
   *
   * @param undrawn is told of pictures that could not be drawn
   * @throws InvalidInputException if somebody does; nothing of it has changed
   */
  public static void writeAlone(
      Configuration hadoop,
      Path directory,
      ComparisonData data,
      String jsonFile,
      JsonNode json,
      Consumer<String> undrawn)
      throws IOException {
    try (DirectoryClaim claim =
        DirectoryClaim.take(hadoop, directory, new DirectoryClaim.What("comparison", ""), "")) {
      try {
        requireFree(hadoop, directory, jsonFile);
        write(hadoop, directory, data, jsonFile, json, undrawn);
      } catch (IOException | RuntimeException e) {
        claim.withdraw(e);
        throw e;
      }
      claim.release();
    }
  }

  /**
   * Writes JSON, page and pictures.
   *
   * @param undrawn is told of pictures that could not be drawn
   */
  public static void write(
      Configuration hadoop,
      Path directory,
      ComparisonData data,
      String jsonFile,
      JsonNode json,
      Consumer<String> undrawn)
      throws IOException {
    AtomicFiles.replace(
        hadoop,
        new Path(directory, jsonFile),
        (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    AtomicFiles.replace(
        hadoop,
        new Path(directory, "index.html"),
        ComparisonPage.render(data).getBytes(StandardCharsets.UTF_8));
    Pictures pictures = ComparisonPage.pictures(data);
    pictures.warnings().forEach(undrawn);
    for (Map.Entry<String, byte[]> picture : pictures.files().entrySet()) {
      AtomicFiles.replace(hadoop, new Path(directory, picture.getKey()), picture.getValue());
    }
  }
}

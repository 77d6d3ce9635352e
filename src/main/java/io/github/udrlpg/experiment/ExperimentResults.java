package io.github.udrlpg.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.report.ComparisonData;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.Significance;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * The arms of an experiment, each compared with the first.
 *
 * @param question what was asked
 * @param arms a group for each arm that has finished runs, the first one what others are held to
 * @param scores what they are compared by
 */
public record ExperimentResults(String question, List<GroupResults> arms, List<Score> scores) {

  /** Copies the lists. */
  public ExperimentResults {
    arms = List.copyOf(arms);
    scores = List.copyOf(scores);
  }

  /** Returns a comparison of each arm with the first by a score, adjusted for their number. */
  List<GroupComparison> comparisons(Score score) {
    GroupResults first = arms.get(0);
    List<GroupComparison> raw =
        arms.stream()
            .skip(1)
            .filter(arm -> arm.values(score).length > 0 && first.values(score).length > 0)
            .map(arm -> GroupComparison.of(arm, first, score))
            .toList();
    double[] adjusted =
        Significance.holm(raw.stream().mapToDouble(GroupComparison::pValue).toArray());
    List<GroupComparison> comparisons = new ArrayList<>(raw.size());
    for (int i = 0; i < raw.size(); i++) {
      comparisons.add(raw.get(i).adjusted(adjusted[i], raw.size()));
    }
    return comparisons;
  }

  /** Returns what is shown: statements by score, then the tables. */
  public ComparisonData data() {
    List<String> statements = new ArrayList<>();
    List<Table> tables = new ArrayList<>();
    for (Score score : scores) {
      List<GroupComparison> comparisons = comparisons(score);
      comparisons.forEach(comparison -> statements.add(comparison.statement()));
      tables.add(ComparisonReport.overview(arms, score));
      if (!comparisons.isEmpty()) {
        tables.add(table(score, comparisons));
      }
    }
    tables.add(spread());
    tables.addAll(ComparisonReport.obedience(arms));
    return ComparisonReport.data(question, arms, statements, tables);
  }

  private static Table table(Score score, List<GroupComparison> comparisons) {
    return new Table(
        List.of(
            Text.format("%s against %s", score.title(), comparisons.get(0).nameB()),
            "P(improvement)",
            "Mean difference",
            "p, Holm",
            "Cliff's delta",
            "Hedges' g"),
        comparisons.stream()
            .map(
                comparison ->
                    List.of(
                        comparison.nameA(),
                        GroupTables.text(comparison.comparison().improvement()),
                        GroupTables.text(comparison.comparison().meanDifference()),
                        Table.number(comparison.pValue()),
                        Table.number(comparison.comparison().cliffsDelta()),
                        Table.number(comparison.comparison().hedgesG())))
            .toList());
  }

  /** Returns how much the standard deviation over seeds differs from the first arm's. */
  private Table spread() {
    Score score = scores.get(0);
    return new Table(
        List.of(
            Text.format("Std over seeds of the %s", score.title()), "Value", "Less the first's"),
        arms.stream()
            .map(
                arm ->
                    List.of(
                        arm.name(),
                        GroupTables.text(arm.statistics(score).standardDeviation()),
                        arm.equals(arms.get(0))
                            ? "–"
                            : GroupTables.text(spreadDifference(arm, score))))
            .toList());
  }

  private Estimate spreadDifference(GroupResults arm, Score score) {
    double[][] x = {arm.values(score)};
    double[][] y = {arms.get(0).values(score)};
    return new Estimate(
        Estimators.standardDeviation(x[0]) - Estimators.standardDeviation(y[0]),
        GroupResults.bootstrap()
            .interval(
                x,
                y,
                (a, b) -> Estimators.standardDeviation(a[0]) - Estimators.standardDeviation(b[0])));
  }

  /** Returns the same as JSON. */
  public ObjectNode json() {
    ObjectNode json = StatisticsJson.JSON.createObjectNode();
    json.put("question", question);
    ArrayNode groups = json.putArray("arms");
    for (GroupResults arm : arms) {
      ObjectNode node = groups.addObject();
      node.put("name", arm.name());
      node.put("directory", arm.name());
      scores.forEach(score -> node.set(score.key(), StatisticsJson.of(arm.statistics(score))));
    }
    ArrayNode comparisons = json.putArray("comparisons");
    scores.forEach(
        score ->
            comparisons(score)
                .forEach(comparison -> comparisons.add(ComparisonReport.json(comparison))));
    return json;
  }
}

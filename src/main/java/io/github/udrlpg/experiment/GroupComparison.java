package io.github.udrlpg.experiment;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.stats.Comparison;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Map;

/**
 * One group of runs, A, against another, B, by one score. Differences count in favour of A, so for
 * a score that is better when it is low they are those of B over A.
 *
 * @param nameA what A is called
 * @param nameB what B is called
 * @param score what is compared
 * @param comparison the statistics
 * @param pValue of the Mann-Whitney U test, adjusted where several groups are compared at once
 * @param comparisons how many are compared at once
 */
public record GroupComparison(
    String nameA,
    String nameB,
    Score score,
    Comparison comparison,
    double pValue,
    int comparisons) {
  /** Below it a difference is called one. */
  static final double SIGNIFICANCE = 0.05;

  /**
   * Compares two groups.
   *
   * @throws InvalidInputException if they are of different tasks, or one has no run with the score
   */
  public static GroupComparison of(GroupResults a, GroupResults b, Score score) {
    if (!a.environment().equals(b.environment())) {
      throw new InvalidInputException(
          Text.format(
              "Cannot compare runs of different tasks: %s is of %s, %s of %s",
              a.name(), a.environment(), b.name(), b.environment()));
    }
    Map<Long, Double> valuesA = goodness(a, score);
    Map<Long, Double> valuesB = goodness(b, score);
    double[] differences =
        valuesA.keySet().stream()
            .filter(valuesB::containsKey)
            .mapToDouble(seed -> valuesA.get(seed) - valuesB.get(seed))
            .toArray();
    Comparison comparison =
        Comparison.of(array(valuesA), array(valuesB), differences, GroupResults.bootstrap());
    return new GroupComparison(a.name(), b.name(), score, comparison, comparison.pValue(), 1);
  }

  private static Map<Long, Double> goodness(GroupResults results, Score score) {
    Map<Long, Double> values = results.bySeed(score);
    if (values.isEmpty()) {
      throw new InvalidInputException(
          Text.format("No run of %s has a score '%s'", results.name(), score.key()));
    }
    if (!score.higherIsBetter()) {
      values.replaceAll((seed, value) -> -value);
    }
    return values;
  }

  private static double[] array(Map<Long, Double> values) {
    return values.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns the same with a p-value that was adjusted for several comparisons. */
  GroupComparison adjusted(double adjustedPValue, int of) {
    return new GroupComparison(nameA, nameB, score, comparison, adjustedPValue, of);
  }

  /** Returns what can and what cannot be concluded, in plain words. */
  public String statement() {
    String runs = Text.format("%d and %d runs", comparison.runsX(), comparison.runsY());
    String measured =
        Text.format(
            "a run of %s does better than one of %s with probability %s; the mean is better by %s",
            nameA, nameB, text(comparison.improvement()), text(comparison.meanDifference()));
    String test = Text.format("%s over %s", pText(), runs);
    if (smallestPValue() >= SIGNIFICANCE) {
      return Text.format(
          "By %s nothing can be concluded: with %s not even complete separation would be"
              + " significant. Measured: %s (%s).",
          score.title(), runs, measured, test);
    }
    if (pValue < SIGNIFICANCE) {
      boolean better = comparison.improvement().value() > 0.5;
      return Text.format(
          "By %s, %s does %s than %s: %s (%s). How often runs differ is tested here, the mean only"
              + " measured.",
          score.title(), nameA, better ? "better" : "worse", nameB, measured, test);
    }
    return Text.format(
        "By %s, these runs do not show which of %s and %s is better: %s (%s). That is no proof that"
            + " they are equal: every difference within the interval is compatible with these"
            + " runs.",
        score.title(), nameA, nameB, measured, test);
  }

  /** Complete separation is one of all orders, at either end. */
  private double smallestPValue() {
    double orders = 1;
    for (int i = 1; i <= comparison.runsX(); i++) {
      orders = orders * (comparison.runsY() + i) / i;
    }
    return 2 / orders * comparisons;
  }

  private String pText() {
    String text = pText(pValue);
    return comparisons == 1
        ? "Mann-Whitney U, two-sided, " + text
        : Text.format(
            "Mann-Whitney U, two-sided, %s after Holm's correction for %d comparisons",
            text, comparisons);
  }

  private static String pText(double pValue) {
    return pValue < 0.001 ? "p < 0.001" : Text.format("p = %.3f", pValue);
  }

  private static String text(Estimate estimate) {
    return GroupTables.text(estimate);
  }

  /** Returns a row for each number that the statement rests on. */
  public Table table() {
    List<String> unpaired = List.of("Mean difference, seeds in common", "–");
    return new Table(
        List.of(
            Text.format("%s: %s against %s", score.title(), nameA, nameB), "Value [95 % interval]"),
        List.of(
            List.of("Runs", Text.format("%d, %d", comparison.runsX(), comparison.runsY())),
            List.of("Probability of improvement", text(comparison.improvement())),
            List.of("Mean difference", text(comparison.meanDifference())),
            comparison
                .paired()
                .map(
                    paired ->
                        List.of(
                            Text.format("Mean difference, %d seeds in common", paired.pairs()),
                            text(paired.meanDifference()) + ", Wilcoxon " + pText(paired.pValue())))
                .orElse(unpaired),
            List.of("Mann-Whitney U test", pText()),
            List.of("Cliff's delta", Table.number(comparison.cliffsDelta())),
            List.of("Hedges' g", Table.number(comparison.hedgesG()))));
  }
}

package io.github.udrlpg.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.run.Obedience;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.Significance;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How well the runs of a group do what they are told, over seeds, and whether they do it better
 * than the nearest stored policies.
 *
 * @param runs of each seed that was asked and answered: a seed of which every episode diverged has
 *     nothing to say
 */
record GroupObedience(List<Obedience> runs) {
  /** The ways of answering a command, by the name that tables give them. */
  private static final Map<String, Function<Obedience, Optional<IdentityMetrics>>> WAYS =
      new LinkedHashMap<>();

  static {
    WAYS.put("raw", Obedience::raw);
    WAYS.put("calibrated", Obedience::calibrated);
    WAYS.put("retrieval", Obedience::retrieval);
  }

  private static final Map<String, ToDoubleFunction<IdentityMetrics>> METRICS =
      new LinkedHashMap<>();

  static {
    METRICS.put("nrmse", IdentityMetrics::nrmse);
    METRICS.put("r_squared", IdentityMetrics::rSquared);
    METRICS.put("spearman", IdentityMetrics::spearman);
    METRICS.put("within_10_percent", IdentityMetrics::withinTenPercent);
    METRICS.put("equivalent", IdentityMetrics::equivalent);
    METRICS.put("mean_absolute_error", IdentityMetrics::meanAbsoluteError);
  }

  static GroupObedience of(GroupResults results) {
    return new GroupObedience(
        results.finished().stream()
            .map(SeedRun::requireScores)
            .map(RunScores::obedience)
            .filter(obedience -> obedience.raw().isPresent())
            .toList());
  }

  private List<IdentityMetrics> measured(String way) {
    return runs.stream()
        .map(WAYS.get(way))
        .flatMap(Optional::stream)
        .filter(row -> row.commands() > 0)
        .toList();
  }

  private Estimate iqm(String way, ToDoubleFunction<IdentityMetrics> metric) {
    double[] values = measured(way).stream().mapToDouble(metric).filter(Double::isFinite).toArray();
    return Estimate.of(values, Estimators::interquartileMean, GroupResults.bootstrap());
  }

  /**
   * Returns the p-value of Wilcoxon's signed rank test over seeds that the mean |miss| of the
   * generator as it is used and that of the nearest stored policies differ by as much in either
   * direction; NaN without seeds that have both.
   */
  double pValueAgainstRetrieval() {
    return Significance.wilcoxon(differences());
  }

  private double[] differences() {
    return runs.stream()
        .filter(run -> run.inUse().isPresent() && run.retrieval().isPresent())
        .mapToDouble(
            run ->
                run.inUse().orElseThrow().meanAbsoluteError()
                    - run.retrieval().orElseThrow().meanAbsoluteError())
        .filter(Double::isFinite)
        .toArray();
  }

  /** Returns a row for each way of answering, with interquartile means over seeds. */
  List<List<String>> rows(String name) {
    List<List<String>> rows = new ArrayList<>();
    for (String way : WAYS.keySet()) {
      if (!measured(way).isEmpty()) {
        List<String> row = new ArrayList<>();
        row.add(name.isEmpty() ? way : name + ", " + way);
        METRICS.values().forEach(metric -> row.add(GroupTables.text(iqm(way, metric))));
        row.add(String.valueOf(measured(way).size()));
        rows.add(row);
      }
    }
    return rows;
  }

  /** Returns what there is to say in one line; empty where no run was asked. */
  Optional<String> verdict() {
    return Stream.of("calibrated", "raw")
        .filter(way -> !measured(way).isEmpty())
        .findFirst()
        .map(
            way ->
                Text.format(
                    "Obedience over %d seeds, IQM, commands %s: nRMSE %s, within a tenth of the"
                        + " range for %s of them",
                    measured(way).size(),
                    way,
                    GroupTables.text(iqm(way, IdentityMetrics::nrmse)),
                    GroupTables.text(iqm(way, IdentityMetrics::withinTenPercent))));
  }

  /** Returns the table of some rows. */
  static Table table(List<List<String>> rows) {
    return new Table(
        List.of(
            "Obedience, IQM over seeds",
            "nRMSE",
            "R²",
            "Rank correlation",
            "Within a tenth",
            "Shown to be",
            "Mean miss",
            "Runs"),
        rows);
  }

  /** Returns what the test against retrieval says; empty where there is none. */
  Optional<String> statement() {
    double[] differences = differences();
    if (differences.length == 0) {
      return Optional.empty();
    }
    double p = Significance.wilcoxon(differences);
    double mean = Estimators.mean(differences);
    String measured =
        Text.format(
            "the mean miss of the generator is %.1f %s than that of the nearest stored policies"
                + " (Wilcoxon's signed rank test over %d seeds, p = %.3f)",
            Math.abs(mean), mean < 0 ? "smaller" : "larger", differences.length, p);
    return Optional.of(
        p < GroupComparison.SIGNIFICANCE
            ? "Against retrieval: " + measured
            : "Against retrieval nothing is shown: " + measured);
  }

  /** Returns the same as JSON: an object for each way, and the test. */
  ObjectNode json() {
    ObjectNode json = StatisticsJson.JSON.createObjectNode();
    for (String way : WAYS.keySet()) {
      if (!measured(way).isEmpty()) {
        ObjectNode node = json.putObject(way);
        node.put("runs", measured(way).size());
        METRICS.forEach(
            (key, metric) -> node.putObject(key).set("iqm", StatisticsJson.of(iqm(way, metric))));
      }
    }
    if (differences().length > 0) {
      JsonNumbers.put(json, "wilcoxon_p_against_retrieval", pValueAgainstRetrieval());
    }
    return json;
  }
}

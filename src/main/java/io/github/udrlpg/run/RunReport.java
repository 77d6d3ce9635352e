package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.metrics.ConfidenceInterval;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.report.ReportData;
import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.TimePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import io.github.udrlpg.train.TrainingSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Draws a run's metrics together into its report. */
final class RunReport {
  private final String run;
  private final ConfigLoader.Loaded loaded;
  private final RunMetrics metrics;
  private final List<String> warnings;

  RunReport(String run, ConfigLoader.Loaded loaded, RunMetrics metrics, List<String> warnings) {
    this.run = run;
    this.loaded = loaded;
    this.metrics = metrics;
    this.warnings = List.copyOf(warnings);
  }

  /** Collects what the report shows. */
  ReportData data(TrainingSummary summary, JsonNode summaryJson) throws IOException {
    List<EvaluationMetrics> evaluations = metrics.evaluations().read();
    List<IterationMetrics> iterations = metrics.iterations().read();
    Map<String, String> table = new LinkedHashMap<>();
    flatten("", summaryJson, table);
    return new ReportData(
        run,
        table,
        learningCurve(evaluations),
        iterations.stream()
            .map(row -> new TrainingPoint(row.envSteps(), row.meanReturn(), row.maxReturn()))
            .toList(),
        identity(evaluations),
        buckets(summary),
        times(iterations),
        loaded.hocon(),
        warnings);
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> table) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> flatten((prefix + " " + entry.getKey()).strip(), entry.getValue(), table));
    } else {
      table.put(prefix.replace('_', ' '), node.asText());
    }
  }

  private static List<CurvePoint> learningCurve(List<EvaluationMetrics> evaluations) {
    return evaluations.stream()
        .filter(row -> row.kind().equals("regular") || row.kind().equals("final"))
        .map(
            row ->
                new CurvePoint(
                    row.envSteps(),
                    row.meanReturn(),
                    row.standardDeviation(),
                    row.commandedReturn() + earnedBonus(row)))
        .toList();
  }

  /** Commands leave an excluded survival bonus out, the curve's returns do not. */
  private static double earnedBonus(EvaluationMetrics row) {
    return row.meanReturn() - row.meanTrainingReturn();
  }

  private static List<IdentityPoint> identity(List<EvaluationMetrics> evaluations) {
    List<EvaluationMetrics> extensive =
        evaluations.stream().filter(row -> row.kind().equals("extensive")).toList();
    if (extensive.isEmpty()) {
      return List.of();
    }
    int last = extensive.get(extensive.size() - 1).iteration();
    return extensive.stream()
        .filter(row -> row.iteration() == last)
        .map(
            row ->
                new IdentityPoint(
                    row.commandedReturn(),
                    row.meanTrainingReturn(),
                    ConfidenceInterval.halfWidth95(row.trainingReturnDeviation(), row.episodes()),
                    row.episodes()))
        .toList();
  }

  private static List<TimePoint> times(List<IterationMetrics> iterations) {
    List<TimePoint> points = new ArrayList<>(iterations.size());
    double rollout = 0;
    double train = 0;
    double overhead = 0;
    for (IterationMetrics row : iterations) {
      rollout += row.rolloutSeconds();
      train += row.trainSeconds();
      overhead += row.overheadSeconds();
      points.add(new TimePoint(row.envSteps(), rollout, train, overhead));
    }
    return points;
  }

  private List<BucketCount> buckets(TrainingSummary summary) {
    Settings settings = loaded.settings();
    double min = settings.returns().min();
    double width = (settings.returns().max() - min) / settings.store().partitionBuckets();
    TreeSet<Integer> present = new TreeSet<>(summary.storedByBucket().keySet());
    present.addAll(summary.liveByBucket().keySet());
    List<BucketCount> buckets = new ArrayList<>();
    for (int bucket : present) {
      buckets.add(
          new BucketCount(
              min + bucket * width,
              min + (bucket + 1) * width,
              summary.storedByBucket().getOrDefault(bucket, 0L),
              summary.liveByBucket().getOrDefault(bucket, 0L)));
    }
    return buckets;
  }
}

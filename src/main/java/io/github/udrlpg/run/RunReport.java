package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.metrics.ConfidenceInterval;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.metrics.IterationMetrics;
import io.github.udrlpg.metrics.OccupancyMetrics;
import io.github.udrlpg.metrics.RunMetrics;
import io.github.udrlpg.report.ReportData;
import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityScore;
import io.github.udrlpg.report.ReportData.LossPoint;
import io.github.udrlpg.report.ReportData.Occupancy;
import io.github.udrlpg.report.ReportData.OccupancyPoint;
import io.github.udrlpg.report.ReportData.Tile;
import io.github.udrlpg.report.ReportData.TimePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Collects what the report of a run shows that rolled out. */
  ReportData data(TrainingSummary summary, JsonNode summaryJson) throws IOException {
    List<EvaluationMetrics> evaluations = metrics.evaluations().read();
    List<IdentityMetrics> scores = scores();
    return data(
        summary,
        summaryJson,
        RunTiles.of(summary, scores),
        learningCurve(evaluations),
        evaluations,
        scores,
        List.of());
  }

  /** Collects what the report of a run shows whose generator was trained from a dataset alone. */
  ReportData data(TrainingSummary summary, JsonNode summaryJson, FittedGenerator fitted)
      throws IOException {
    List<IdentityMetrics> scores = scores();
    return data(
        summary,
        summaryJson,
        RunTiles.ofOffline(summary, scores, fitted),
        // One evaluation at its end, which is among the key numbers, is no curve.
        List.of(),
        metrics.evaluations().read(),
        scores,
        fitted.progress().stream()
            .map(part -> new LossPoint(part.updates(), part.meanLoss()))
            .toList());
  }

  private List<IdentityMetrics> scores() throws IOException {
    return IdentitySummary.last(metrics.identity().read());
  }

  private ReportData data(
      TrainingSummary summary,
      JsonNode summaryJson,
      List<Tile> tiles,
      List<CurvePoint> learningCurve,
      List<EvaluationMetrics> evaluations,
      List<IdentityMetrics> scores,
      List<LossPoint> losses)
      throws IOException {
    List<IterationMetrics> iterations = metrics.iterations().read();
    Map<String, String> table = new LinkedHashMap<>();
    flatten("", summaryJson, table);
    RunHealth health = new RunHealth(metrics.diagnosis().read());
    return new ReportData(
        run,
        tiles,
        health.signs(),
        table,
        learningCurve,
        iterations.stream()
            .map(row -> new TrainingPoint(row.envSteps(), row.meanReturn(), row.maxReturn()))
            .toList(),
        identity(evaluations),
        scores.stream().map(RunReport::score).toList(),
        Obedience.of(scores).verdict(summary).orElse(""),
        buckets(summary),
        occupancy(metrics.occupancy().read()),
        health.spread(),
        times(iterations),
        losses,
        loaded.hocon(),
        health.warnings(warnings));
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> table) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> flatten((prefix + " " + entry.getKey()).strip(), entry.getValue(), table));
    } else if (node.isValueNode()) {
      table.put(prefix.replace('_', ' '), node.isNull() ? "–" : node.asText());
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
    int last =
        evaluations.stream()
            .filter(row -> kind(row).isPresent())
            .mapToInt(EvaluationMetrics::iteration)
            .max()
            .orElse(-1);
    return evaluations.stream()
        .filter(row -> kind(row).isPresent() && row.iteration() == last)
        .map(
            row ->
                new IdentityPoint(
                    kind(row).orElseThrow(),
                    row.commandedReturn(),
                    row.meanTrainingReturn(),
                    ConfidenceInterval.halfWidth95(
                        row.trainingReturnDeviation(), row.soundEpisodes()),
                    row.soundEpisodes(),
                    row.equivalencePValue()))
        .toList();
  }

  private static Optional<IdentityPoint.Kind> kind(EvaluationMetrics row) {
    return switch (row.kind()) {
      case "extensive" -> Optional.of(IdentityPoint.Kind.GRID);
      case "calibrated" -> Optional.of(IdentityPoint.Kind.CALIBRATED);
      case "retrieval" -> Optional.of(IdentityPoint.Kind.RETRIEVAL);
      case "withheld" -> Optional.of(IdentityPoint.Kind.WITHHELD);
      case "beyond" -> Optional.of(IdentityPoint.Kind.BEYOND);
      default -> Optional.empty();
    };
  }

  private static IdentityScore score(IdentityMetrics row) {
    String name =
        switch (row.kind()) {
          case "extensive" -> "All";
          case "calibrated" -> "All, calibrated";
          case "retrieval" -> "All, nearest stored policies";
          case "seen" -> "Up to the highest return seen";
          case "withheld" -> "Withheld from training";
          case "retrieval-withheld" -> "Withheld, nearest stored policies";
          case "retrieval-beyond" -> "Beyond, nearest stored policies";
          default -> "Beyond all that was achieved";
        };
    return new IdentityScore(
        name,
        row.commands(),
        row.nrmse(),
        row.spearman(),
        row.withinTenPercent(),
        row.rSquared(),
        row.meanAbsoluteError(),
        row.equivalent());
  }

  private Occupancy occupancy(List<OccupancyMetrics> rows) {
    Settings settings = loaded.settings();
    double min = settings.returns().min();
    return new Occupancy(
        min,
        (settings.returns().max() - min) / settings.store().partitionBuckets(),
        rows.stream()
            .map(row -> new OccupancyPoint(row.envSteps(), row.bucket(), row.live()))
            .toList());
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

package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.TimePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Made-up runs. */
final class Samples {
  private Samples() {}

  static ReportData empty() {
    return new ReportData(
        "Empty", Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), "", List.of());
  }

  /** A run that learns, with {@code points} evaluations, iterations and buckets. */
  static ReportData run(int points) {
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put("Task", "InvertedPendulum-v4");
    summary.put("Final return", "987.4 ± 12.3");
    return new ReportData(
        "InvertedPendulum-v4, seed 1",
        summary,
        curve(points),
        training(points),
        identity(),
        IntStream.range(0, points).mapToObj(i -> bucket(i, points)).toList(),
        times(points),
        "run {\n  seed = 1\n}\n",
        List.of());
  }

  static ReportData withCurve(List<CurvePoint> curve) {
    return new ReportData(
        "Curve", Map.of(), curve, List.of(), List.of(), List.of(), List.of(), "", List.of());
  }

  static ReportData withIdentity(List<IdentityPoint> identity) {
    return new ReportData(
        "Identity", Map.of(), List.of(), List.of(), identity, List.of(), List.of(), "", List.of());
  }

  static ReportData withBuckets(List<BucketCount> buckets) {
    return new ReportData(
        "Buckets", Map.of(), List.of(), List.of(), List.of(), buckets, List.of(), "", List.of());
  }

  private static List<CurvePoint> curve(int points) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1L);
    return IntStream.range(0, points)
        .mapToObj(
            i ->
                new CurvePoint(
                    100L * i,
                    900.0 * i / points + random.nextDouble(-40, 40),
                    random.nextDouble(5, 80),
                    Math.min(1000, 200 + 1100.0 * i / points)))
        .toList();
  }

  private static List<TrainingPoint> training(int points) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(2L);
    return IntStream.range(0, points)
        .mapToObj(
            i -> {
              double mean = 700.0 * i / points + random.nextDouble(-90, 90);
              return new TrainingPoint(100L * i, mean, mean + random.nextDouble(0, 200));
            })
        .toList();
  }

  private static List<IdentityPoint> identity() {
    return IntStream.range(0, 10)
        .mapToObj(i -> new IdentityPoint(111.0 * i, 20 + 100.0 * i, 15 + i, 5))
        .toList();
  }

  private static List<TimePoint> times(int points) {
    return IntStream.range(0, points)
        .mapToObj(i -> new TimePoint(100L * i, 2.0 * i, 5.0 * i, 0.8 * i + 3))
        .toList();
  }

  private static BucketCount bucket(int index, int of) {
    return new BucketCount(1000.0 * index / of, 1000.0 * (index + 1) / of, 50L + index % 7, 2);
  }
}

package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.IdentityPoint;
import io.github.udrlpg.report.ReportData.IdentityPoint.Kind;
import io.github.udrlpg.report.ReportData.IdentityScore;
import io.github.udrlpg.report.ReportData.LossPoint;
import io.github.udrlpg.report.ReportData.Occupancy;
import io.github.udrlpg.report.ReportData.OccupancyPoint;
import io.github.udrlpg.report.ReportData.Sign;
import io.github.udrlpg.report.ReportData.Sign.Status;
import io.github.udrlpg.report.ReportData.SpreadPoint;
import io.github.udrlpg.report.ReportData.Tile;
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

  static final Occupancy NO_OCCUPANCY = new Occupancy(0, 50, List.of());

  static ReportData empty() {
    return only("Empty", List.of(), List.of(), List.of());
  }

  /** A run that learns, with {@code points} evaluations, iterations and buckets. */
  static ReportData run(int points) {
    Map<String, String> summary = new LinkedHashMap<>();
    summary.put("Task", "InvertedPendulum-v4");
    summary.put("Final return", "987.4 ± 12.3");
    return new ReportData(
        "InvertedPendulum-v4, seed 1",
        List.of(new Tile("Final return", "987.4", "± 12.3 over 5 episodes")),
        signs(),
        summary,
        curve(points),
        training(points),
        identity(),
        List.of(
            new IdentityScore("All", 10, 0.1234567, 0.95, 0.6, 0.85, 101.25, 0.4),
            new IdentityScore(
                "Withheld from training", 3, 0.5, Double.NaN, 0, Double.NaN, 500, Double.NaN)),
        "Obeys for 6 of 10 commands",
        IntStream.range(0, points).mapToObj(i -> bucket(i, points)).toList(),
        occupancy(points),
        IntStream.range(0, points)
            .mapToObj(i -> new SpreadPoint(100L * i, 0.02 + 0.01 * i / points, 0.1))
            .toList(),
        times(points),
        List.of(),
        "run {\n  seed = 1\n}\n",
        List.of());
  }

  static List<Sign> signs() {
    return List.of(
        new Sign("Mode collapse", Status.ABSENT, "not seen", "spread 0.02", "below 0.01", "Wait"),
        new Sign("Stagnation", Status.STANDS, "since 5 steps", "no new best", "long", "Search"));
  }

  private static Occupancy occupancy(int points) {
    return new Occupancy(
        0,
        50,
        IntStream.range(0, points)
            .boxed()
            .flatMap(
                i ->
                    IntStream.range(0, 1 + 19 * i / points)
                        .mapToObj(
                            bucket -> new OccupancyPoint(100L * (i + 1), bucket, 3L * bucket)))
            .toList());
  }

  static ReportData withCurve(List<CurvePoint> curve) {
    return only("Curve", curve, List.of(), List.of());
  }

  static ReportData withIdentity(List<IdentityPoint> identity) {
    return only("Identity", List.of(), identity, List.of());
  }

  static ReportData withBuckets(List<BucketCount> buckets) {
    return only("Buckets", List.of(), List.of(), buckets);
  }

  static ReportData withOccupancy(Occupancy occupancy) {
    return new ReportData(
        "Occupancy",
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        occupancy,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of());
  }

  private static ReportData only(
      String title,
      List<CurvePoint> curve,
      List<IdentityPoint> identity,
      List<BucketCount> buckets) {
    return new ReportData(
        title,
        List.of(),
        List.of(),
        Map.of(),
        curve,
        List.of(),
        identity,
        List.of(),
        "",
        buckets,
        NO_OCCUPANCY,
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of());
  }

  /** A generator that was trained from a dataset alone. */
  static ReportData offline(double... losses) {
    return new ReportData(
        "Offline",
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        identity(),
        List.of(),
        "",
        IntStream.range(0, 20).mapToObj(i -> bucket(i, 20)).toList(),
        NO_OCCUPANCY,
        List.of(),
        List.of(),
        IntStream.range(0, losses.length)
            .mapToObj(i -> new LossPoint(100 * (i + 1), losses[i]))
            .toList(),
        "",
        List.of());
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
        .mapToObj(i -> new IdentityPoint(Kind.GRID, 111.0 * i, 20 + 100.0 * i, 15 + i, 5, 0.01))
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

package io.github.udrlpg.report;

import io.github.udrlpg.report.ReportData.BucketCount;
import io.github.udrlpg.report.ReportData.CurvePoint;
import io.github.udrlpg.report.ReportData.TrainingPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Brings long series down to what a picture can show. Points that are not finite are left out. */
final class Thinning {
  private Thinning() {}

  /**
   * Returns at most {@code limit} of the evaluations, evenly chosen, the first and last included.
   */
  static List<CurvePoint> curve(List<CurvePoint> points, int limit) {
    List<CurvePoint> finite =
        points.stream()
            .filter(p -> Double.isFinite(p.meanReturn()) && Double.isFinite(p.commandedReturn()))
            .toList();
    return evenly(finite, limit);
  }

  /** Returns at most {@code limit} of the items, evenly chosen, the first and last included. */
  static <T> List<T> evenly(List<T> items, int limit) {
    if (items.size() <= limit) {
      return items;
    }
    List<T> chosen = new ArrayList<>(limit);
    for (int i = 0; i < limit; i++) {
      chosen.add(items.get((int) ((long) i * (items.size() - 1) / (limit - 1))));
    }
    return chosen;
  }

  /** Merges neighbouring iterations: the mean of their means, the highest of their maxima. */
  static List<TrainingPoint> training(List<TrainingPoint> points, int limit) {
    List<TrainingPoint> finite =
        points.stream()
            .filter(p -> Double.isFinite(p.meanReturn()) && Double.isFinite(p.maxReturn()))
            .toList();
    return merge(
        finite,
        limit,
        run ->
            new TrainingPoint(
                run.get(run.size() - 1).envSteps(),
                run.stream().mapToDouble(TrainingPoint::meanReturn).average().orElseThrow(),
                run.stream().mapToDouble(TrainingPoint::maxReturn).max().orElseThrow()));
  }

  /** Merges neighbouring buckets: the sum of their counts. */
  static List<BucketCount> buckets(List<BucketCount> buckets, int limit) {
    return merge(
        buckets,
        limit,
        run ->
            new BucketCount(
                run.get(0).lowerReturn(),
                run.get(run.size() - 1).upperReturn(),
                run.stream().mapToLong(BucketCount::stored).sum(),
                run.stream().mapToLong(BucketCount::live).sum()));
  }

  private static <T> List<T> merge(List<T> items, int limit, Function<List<T>, T> merger) {
    if (items.size() <= limit) {
      return items;
    }
    int length = (items.size() + limit - 1) / limit;
    List<T> merged = new ArrayList<>(limit);
    for (int start = 0; start < items.size(); start += length) {
      merged.add(merger.apply(items.subList(start, Math.min(start + length, items.size()))));
    }
    return merged;
  }
}

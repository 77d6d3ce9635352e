package io.github.udrlpg.experiment;

import io.github.udrlpg.experiment.RunScores.IdentityPoint;
import io.github.udrlpg.report.GroupCurve;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The curves of a group, as pictures and files show them. */
final class GroupCurves {
  private GroupCurves() {}

  /** Returns the interquartile mean of the returns over environment steps, and its band. */
  static GroupCurve learning(GroupResults results, String name) {
    return curve(
        name,
        results.grid().points().stream().map(Long::doubleValue).toList(),
        results.finished().stream().map(run -> run.requireScores().curve()).toList(),
        Estimators::interquartileMean);
  }

  /**
   * Returns the mean of the achieved returns over the commanded ones, and its band, for each way
   * that commands were answered in; as the generator is used first.
   */
  static List<GroupCurve> identities(GroupResults results) {
    return Stream.of("calibrated", "extensive", "retrieval")
        .flatMap(kind -> identity(results, kind, kind.equals("extensive") ? "raw" : kind).stream())
        .toList();
  }

  /** Returns the curve of how the generator is used; nothing where a run was not asked. */
  static Optional<GroupCurve> identity(GroupResults results, String name) {
    return identity(results, "calibrated", name).or(() -> identity(results, "extensive", name));
  }

  private static Optional<GroupCurve> identity(GroupResults results, String kind, String name) {
    List<List<IdentityPoint>> runs =
        results.finished().stream()
            .map(run -> run.requireScores().identity().getOrDefault(kind, List.of()))
            .toList();
    if (runs.stream().anyMatch(List::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        curve(
            name,
            runs.get(0).stream().map(IdentityPoint::commandedReturn).toList(),
            runs.stream()
                .map(run -> run.stream().map(IdentityPoint::achievedReturn).toList())
                .toList(),
            Estimators::mean));
  }

  /** A run that has no value at a point, because its episodes diverged, does not count there. */
  private static ToDoubleFunction<double[]> ofKnown(ToDoubleFunction<double[]> middle) {
    return values -> {
      double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
      return known.length == 0 ? Double.NaN : middle.applyAsDouble(known);
    };
  }

  private static GroupCurve curve(
      String name, List<Double> x, List<List<Double>> runs, ToDoubleFunction<double[]> middle) {
    double[][] values =
        runs.stream()
            .map(run -> run.stream().mapToDouble(Double::doubleValue).toArray())
            .toArray(double[][]::new);
    ToDoubleFunction<double[]> known = ofKnown(middle);
    List<Interval> band = GroupResults.bootstrap().curve(new double[][][] {values}, known);
    return new GroupCurve(
        name,
        x,
        IntStream.range(0, x.size())
            .mapToObj(
                point ->
                    known.applyAsDouble(
                        Arrays.stream(values).mapToDouble(run -> run[point]).toArray()))
            .toList(),
        band.stream().map(Interval::lower).toList(),
        band.stream().map(Interval::upper).toList(),
        runs);
  }
}

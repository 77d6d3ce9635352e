package io.github.udrlpg.sweep;

import io.github.udrlpg.report.EffectCurve;
import io.github.udrlpg.report.KeyAxis;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.StratifiedBootstrap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The score over the values of one key, whatever the others are. */
final class Effects {
  private static final int MOST_BINS = 6;
  private static final StratifiedBootstrap BOOTSTRAP =
      new StratifiedBootstrap(StratifiedBootstrap.DEFAULT_RESAMPLES, 1);

  private Effects() {}

  /** Trials with neighbouring values. */
  private record Bin(List<Double> values, Estimate score) {
    double middle() {
      return Estimators.median(array(values));
    }
  }

  /** Returns a curve for each key with numbers. */
  static List<EffectCurve> curves(KeyTable table) {
    List<EffectCurve> curves = new ArrayList<>();
    for (int key = 0; key < table.keys().size(); key++) {
      if (table.keys().get(key).isNumeric() && !table.scores().isEmpty()) {
        List<Bin> bins = bins(table.keys().get(key), table.scores());
        curves.add(
            new EffectCurve(
                key,
                bins.stream().map(Bin::middle).toList(),
                bins.stream().map(bin -> bin.score().value()).toList(),
                bins.stream().map(bin -> bin.score().interval().lower()).toList(),
                bins.stream().map(bin -> bin.score().interval().upper()).toList()));
      }
    }
    return curves;
  }

  /** Returns a row for each value, or range of values, of each key. */
  static Table table(KeyTable table, String scoreName) {
    List<List<String>> rows = new ArrayList<>();
    for (KeyAxis key : table.keys()) {
      for (Bin bin : table.scores().isEmpty() ? List.<Bin>of() : bins(key, table.scores())) {
        double first = bin.values().get(0);
        double last = bin.values().get(bin.values().size() - 1);
        rows.add(
            List.of(
                key.name(),
                first == last ? text(key, first) : text(key, first) + " to " + text(key, last),
                Table.number(bin.score().value())
                    + " "
                    + Table.interval(
                        bin.score().interval().lower(), bin.score().interval().upper()),
                String.valueOf(bin.values().size())));
      }
    }
    return new Table(List.of("Key", "Values", "IQM of " + scoreName, "Trials"), rows);
  }

  private static String text(KeyAxis key, double value) {
    return key.isNumeric() ? Double.toString(value) : key.labels().get((int) value);
  }

  /** A bin for each value, or of equal numbers of trials where there are many values. */
  private static List<Bin> bins(KeyAxis key, List<Double> scores) {
    List<Integer> order =
        IntStream.range(0, scores.size())
            .boxed()
            .sorted(Comparator.comparing(key.values()::get))
            .toList();
    List<Double> distinct = key.values().stream().distinct().sorted().toList();
    List<Bin> bins = new ArrayList<>();
    if (!key.isNumeric() || distinct.size() <= MOST_BINS) {
      for (double value : distinct) {
        bins.add(
            bin(key, scores, order.stream().filter(i -> key.values().get(i) == value).toList()));
      }
      return bins;
    }
    int count = Math.max(2, Math.min(MOST_BINS, scores.size() / 4));
    for (int bin = 0; bin < count; bin++) {
      bins.add(
          bin(
              key,
              scores,
              order.subList(bin * order.size() / count, (bin + 1) * order.size() / count)));
    }
    return bins;
  }

  private static Bin bin(KeyAxis key, List<Double> scores, List<Integer> trials) {
    return new Bin(
        trials.stream().map(key.values()::get).toList(),
        Estimate.of(
            array(trials.stream().map(scores::get).toList()),
            Estimators::interquartileMean,
            BOOTSTRAP));
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}

package io.github.udrlpg.report;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Made-up groups of runs. */
final class Groups {
  private Groups() {}

  static GroupCurve learning(String name, int runs, double speed) {
    UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(3L);
    List<Double> x = IntStream.rangeClosed(1, 50).mapToObj(i -> 2000.0 * i).toList();
    List<Double> middle = x.stream().map(step -> 1000 * (1 - Math.exp(-step * speed))).toList();
    return new GroupCurve(
        name,
        x,
        middle,
        middle.stream().map(value -> value - 60).toList(),
        middle.stream().map(value -> Math.min(1000, value + 40)).toList(),
        IntStream.range(0, runs)
            .mapToObj(
                run -> middle.stream().map(value -> value + random.nextDouble(-90, 40)).toList())
            .toList());
  }

  static GroupCurve identity(String name) {
    List<Double> x = IntStream.range(0, 10).mapToObj(i -> 111.0 * i).toList();
    return new GroupCurve(
        name,
        x,
        x.stream().map(value -> 50 + 0.9 * value).toList(),
        x.stream().map(value -> 20 + 0.9 * value).toList(),
        x.stream().map(value -> 90 + 0.9 * value).toList(),
        List.of(x, x.stream().map(value -> 100 + 0.8 * value).toList()));
  }

  static AggregateData aggregate(String title, List<GroupCurve> identity) {
    return new AggregateData(
        title,
        List.of("1 of 2 runs did not end"),
        learning("interquartile mean", 10, 5e-5),
        identity,
        new Table(List.of("Obedience", "nRMSE"), List.of(List.of("calibrated", "0.031"))),
        "Against retrieval: p < 0.05 of " + title,
        new Table(List.of("Score", "IQM"), List.of(List.of("final return", "990 [975, 1000]"))),
        new Table(List.of("Scaled return"), List.of(List.of("0.9"))),
        new Table(List.of("Seed", "State"), List.of(List.of("1", "finished"), List.of("2", title))),
        List.of("../seed-1/report/index.html", ""),
        2000,
        "run {}\n");
  }
}

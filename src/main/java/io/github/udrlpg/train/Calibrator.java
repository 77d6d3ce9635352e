package io.github.udrlpg.train;

import io.github.udrlpg.config.CalibrationSettings;
import io.github.udrlpg.metrics.EvaluationMetrics;
import io.github.udrlpg.train.Evaluator.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures what a generator achieves for commands between the lowest and the highest return seen,
 * in rounds: evenly at first, then where the curve leaps. A round never rolls out more than what is
 * left of the environment steps is certain to pay for, so the rounds get smaller, and stop.
 */
final class Calibrator {
  /** Fewer commands than these do not make a curve. */
  static final int LEAST_COMMANDS = 8;

  private final CalibrationSettings settings;
  private final int maxEpisodeSteps;

  /**
   * Creates a calibrator.
   *
   * @param maxEpisodeSteps of the task
   */
  Calibrator(CalibrationSettings settings, int maxEpisodeSteps) {
    this.settings = settings;
    this.maxEpisodeSteps = maxEpisodeSteps;
  }

  /** Returns how many episodes each command plays. */
  int episodes() {
    return settings.episodes();
  }

  /**
   * Returns how many environment steps of a budget training leaves for it: 0 where they would not
   * make a curve.
   */
  long reserve(long maxEnvSteps) {
    if (!settings.enabled()) {
      return 0;
    }
    long share = (long) (settings.share() * maxEnvSteps);
    if (affordable(share) < LEAST_COMMANDS) {
      return 0;
    }
    return affordable(share) >= settings.commands() ? settings.commands() * longest() : share;
  }

  /**
   * Measures and fits.
   *
   * <p>Commands of which every episode diverged say nothing of the curve, and are not asked again.
   *
   * @param measure rolls commands out
   * @param returns turns a row into the scaled return that it achieved
   * @param steps environment steps that it may take
   * @return nothing where they do not make a curve, commands do not have a range, or most of them
   *     say nothing
   */
  Optional<Calibration> calibrate(
      double lowest,
      double highest,
      long steps,
      Function<List<Double>, Measured> measure,
      Function<EvaluationMetrics, Double> returns) {
    if (!settings.enabled() || affordable(steps) < LEAST_COMMANDS || !(lowest < highest)) {
      return Optional.empty();
    }
    TreeMap<Double, Double> achieved = new TreeMap<>();
    Set<Double> asked = new HashSet<>();
    long left = steps;
    List<Double> round =
        evenly(lowest, highest, Math.min(affordable(left), (settings.commands() - 1) / 2 + 1));
    while (!round.isEmpty()) {
      Measured measured = measure.apply(round);
      left -= measured.envSteps();
      asked.addAll(round);
      measured.rows().stream()
          .filter(EvaluationMetrics::isMeasured)
          .forEach(row -> achieved.put(row.givenCommand(), returns.apply(row)));
      round =
          leaps(achieved, Math.min(affordable(left), settings.commands() - asked.size())).stream()
              .filter(command -> !asked.contains(command))
              .toList();
    }
    return 2 * achieved.size() < asked.size()
        ? Optional.empty()
        : Optional.of(Calibration.fit(achieved));
  }

  private int affordable(long steps) {
    return (int) Math.min(Integer.MAX_VALUE, steps / longest());
  }

  /** Returns the most environment steps that one command may take. */
  private long longest() {
    return (long) settings.episodes() * maxEpisodeSteps;
  }

  private static List<Double> evenly(double lowest, double highest, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> lowest + (highest - lowest) * i / (count - 1))
        .toList();
  }

  /**
   * Returns commands within the widest leaps of a curve, evenly inside each: as if what lies
   * between two neighbours were linear, always the widest that is left is divided further.
   *
   * @param most how many there may be
   */
  List<Double> leaps(SortedMap<Double, Double> achieved, int most) {
    PriorityQueue<Leap> widest =
        new PriorityQueue<>(
            Comparator.comparingDouble(Leap::part)
                .reversed()
                .thenComparingDouble(Leap::left)); // Equal ones in their order.
    Map.Entry<Double, Double> before = null;
    for (Map.Entry<Double, Double> point : achieved.entrySet()) {
      if (before != null) {
        widest.add(
            new Leap(
                before.getKey(),
                point.getKey(),
                Math.abs(point.getValue() - before.getValue()),
                1));
      }
      before = point;
    }
    List<Leap> divided = new ArrayList<>();
    int count = 0;
    while (count < most && !widest.isEmpty() && widest.peek().part() > settings.leap()) {
      widest.add(widest.remove().divided());
      count++;
    }
    divided.addAll(widest);
    return divided.stream().flatMap(leap -> leap.inside().stream()).sorted().toList();
  }

  /** The curve between two neighbouring commands, to be divided into parts. */
  private record Leap(double left, double right, double size, int parts) {
    double part() {
      return size / parts;
    }

    Leap divided() {
      return new Leap(left, right, size, parts + 1);
    }

    List<Double> inside() {
      return IntStream.range(1, parts)
          .mapToObj(i -> left + (right - left) * i / parts)
          // Two neighbouring doubles have nothing between them.
          .filter(command -> command > left && command < right)
          .toList();
    }
  }
}

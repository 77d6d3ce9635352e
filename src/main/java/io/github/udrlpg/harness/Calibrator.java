package io.github.udrlpg.harness;

import io.github.udrlpg.config.CalibrationSettings;
import io.github.udrlpg.harness.Evaluator.Measured;
import io.github.udrlpg.metrics.EvaluationMetrics;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Measures what a generator achieves for commands between the lowest and the highest return seen,
 * in rounds: evenly at first, then where the curve leaps. A round never rolls out more than what is
 * left of the environment steps is certain to pay for, so the rounds get smaller, and stop.
 */
final class Calibrator {
  /** Fewer commands than these do not make a curve. */
  static final int LEAST_COMMANDS = 8;

  /** Multiples of it, modulo 1, never come close to an earlier one for long. */
  private static final double GOLDEN = 0.6180339887498949;

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
    int rounds = 0;
    List<Double> round =
        evenly(lowest, highest, first(Math.min(affordable(left), settings.commands())));
    while (!round.isEmpty() && 2 * achieved.size() >= asked.size()) {
      Measured measured = measure.apply(round);
      left -= measured.envSteps();
      asked.addAll(round);
      measured.rows().stream()
          .filter(EvaluationMetrics::isMeasured)
          .forEach(row -> achieved.put(row.givenCommand(), returns.apply(row)));
      round =
          next(achieved, rounds++, Math.min(affordable(left), settings.commands() - asked.size()))
              .stream()
              .filter(command -> !asked.contains(command))
              .toList();
    }
    return 2 * achieved.size() < asked.size()
        ? Optional.empty()
        : Optional.of(Calibration.fit(achieved));
  }

  /**
   * Returns the commands that the curve as it is known gives for returns evenly over its range,
   * other ones in every round: what will be commanded is what is measured, and a leap is looked
   * into.
   */
  private List<Double> next(SortedMap<Double, Double> achieved, int rounds, int most) {
    int count = Math.min(most, Math.max(LEAST_COMMANDS, settings.commands() / 8));
    if (achieved.isEmpty() || count <= 0) {
      return List.of();
    }
    double offset = (0.5 + rounds * GOLDEN) % 1;
    DoubleStream shares = IntStream.range(0, count).mapToDouble(i -> (i + offset) / count);
    Optional<FoldedCurve> folded = Calibration.folded(achieved);
    if (folded.isPresent()) {
      FoldedCurve curve = folded.get();
      return asking(shares, curve.lowest(), curve.highest(), curve::probe);
    }
    // Averaged with its neighbours a leap looks wider than it is, and would never be looked into.
    Calibration rising = Calibration.rising(achieved, 0);
    return asking(shares, rising.lowest(), rising.highest(), rising::between);
  }

  private static List<Double> asking(
      DoubleStream shares, double lowest, double highest, DoubleUnaryOperator command) {
    return shares
        .map(share -> command.applyAsDouble(lowest + (highest - lowest) * share))
        .distinct()
        .boxed()
        .toList();
  }

  /**
   * A quarter of the commands finds where the curve rises; the others are for what lies there,
   * where an episode often costs less than at the top.
   */
  private static int first(int commands) {
    return Math.min(commands, Math.max(LEAST_COMMANDS, commands / 4));
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
}

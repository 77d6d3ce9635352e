package io.github.udrlpg.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * What a generator achieves by command where that neither only rises nor falls: several commands
 * may achieve a return, and the one around which measurements agree best is taken.
 *
 * <p>The curve is a line fitted to each command and its nearest neighbours, as many as predict best
 * what they were not fitted to (leave-one-out cross-validation). How far off such predictions are
 * around a command is the error that is to be expected of it.
 */
final class FoldedCurve {
  /** The most neighbours on either side that a line is fitted to. */
  private static final int NEIGHBOURS = 3;

  /** Returns that the inverse is tabulated for, evenly between the lowest and the highest. */
  private static final int TABULATED = 201;

  /** Half of the width of a return in which the inverse goes from one branch to another. */
  private static final double EDGE = 1e-6;

  private final double[] commands;
  private final double[] returns;
  private final double[] errors;
  private final int best;

  /**
   * Fits the curve.
   *
   * @param achieved mean scaled return by command, at least three
   */
  FoldedCurve(SortedMap<Double, Double> achieved) {
    commands = achieved.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] measured = achieved.values().stream().mapToDouble(Double::doubleValue).toArray();
    int points = commands.length;
    double[][] missed = new double[NEIGHBOURS][points];
    for (int side = 1; side <= NEIGHBOURS; side++) {
      for (int i = 0; i < points; i++) {
        missed[side - 1][i] = measured[i] - line(measured, i, side, false);
      }
    }
    returns = new double[points];
    errors = new double[points];
    for (int i = 0; i < points; i++) {
      int side = 1;
      errors[i] = rootMeanSquare(around(missed[0], i));
      for (int wider = 2; wider <= NEIGHBOURS; wider++) {
        double error = rootMeanSquare(around(missed[wider - 1], i));
        if (error < errors[i]) {
          errors[i] = error;
          side = wider;
        }
      }
      returns[i] = line(measured, i, side, true);
    }
    best = best(measured);
  }

  /** Returns the point whose neighbourhood achieves most: that of the highest return is luck. */
  private static int best(double[] measured) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < measured.length; i++) {
      double mean = Arrays.stream(around(measured, i)).average().orElseThrow();
      if (mean > most) {
        best = i;
        most = mean;
      }
    }
    return best;
  }

  private static double[] around(double[] values, int point) {
    int from = Math.max(0, point - NEIGHBOURS);
    int to = Math.min(values.length, point + NEIGHBOURS + 1);
    return Arrays.copyOfRange(values, from, to);
  }

  static double rootMeanSquare(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).average().orElseThrow());
  }

  /** Returns the least-squares line through a point's neighbours at this point. */
  private double line(double[] measured, int point, int side, boolean itself) {
    boolean atEnd = point == 0 || point == measured.length - 1;
    if (atEnd && itself) {
      return measured[point];
    }
    int from = Math.max(0, point - side);
    int to = Math.min(measured.length, point + side + 1);
    int[] used = IntStream.range(from, to).filter(i -> itself || i != point).toArray();
    double centre = Arrays.stream(used).mapToDouble(i -> commands[i]).average().orElseThrow();
    double mean = Arrays.stream(used).mapToDouble(i -> measured[i]).average().orElseThrow();
    // What lies beyond an end is no line's to say.
    if (atEnd) {
      return mean;
    }
    double squares = 0;
    double products = 0;
    for (int i : used) {
      squares += (commands[i] - centre) * (commands[i] - centre);
      products += (commands[i] - centre) * measured[i];
    }
    return mean + products / squares * (commands[point] - centre);
  }

  /** Returns the median of the errors that are to be expected: a few leaps do not hide a fold. */
  double error() {
    return Arrays.stream(errors).sorted().skip(errors.length / 2).findFirst().orElseThrow();
  }

  /**
   * A command for a return.
   *
   * @param command to give
   * @param branch index of the point below it; what is on one branch may be interpolated
   * @param off how far the curve is from the return there
   * @param error that is to be expected
   */
  private record Answer(double command, int branch, double off, double error) {}

  /** Returns where the curve passes through a return, if it does: where the error is smallest. */
  private Answer crossing(double wanted) {
    Answer best = null;
    for (int i = 0; i + 1 < commands.length; i++) {
      double error = Math.max(errors[i], errors[i + 1]);
      if (brackets(i, wanted)
          && Math.abs(returns[i + 1] - returns[i]) <= Calibration.LEAP
          && (best == null || error < best.error())) {
        best = new Answer(between(i, wanted), i, 0, error);
      }
    }
    return best;
  }

  private boolean brackets(int segment, double wanted) {
    double left = returns[segment];
    double right = returns[segment + 1];
    return left != right && Math.min(left, right) <= wanted && wanted <= Math.max(left, right);
  }

  private double between(int segment, double wanted) {
    double share = (wanted - returns[segment]) / (returns[segment + 1] - returns[segment]);
    return commands[segment] + share * (commands[segment + 1] - commands[segment]);
  }

  /** Returns the best crossing, or the measured command that is the safest for a return. */
  private Answer answer(double wanted) {
    Answer best = crossing(wanted);
    for (int i = 0; i < commands.length; i++) {
      double off = Math.abs(returns[i] - wanted);
      if (best == null || off + errors[i] < best.error()) {
        best = new Answer(commands[i], i, off, off + errors[i]);
      }
    }
    return best;
  }

  /** Returns the command to measure next for a return: within a leap, where most room is left. */
  double probe(double wanted) {
    Answer crossing = crossing(wanted);
    if (crossing != null) {
      return crossing.command();
    }
    return IntStream.range(0, commands.length - 1)
        .filter(i -> brackets(i, wanted))
        .boxed()
        .max((a, b) -> Double.compare(width(a), width(b)))
        .map(segment -> between(segment, wanted))
        .orElseGet(() -> answer(wanted).command());
  }

  private double width(int segment) {
    return commands[segment + 1] - commands[segment];
  }

  double lowest() {
    return Arrays.stream(returns).min().orElseThrow();
  }

  double highest() {
    return Arrays.stream(returns).max().orElseThrow();
  }

  /**
   * Returns the inverse, for returns that the curve comes near to; the highest is where the
   * neighbourhood achieves most. Where the best command for the next one is on another branch, the
   * inverse steps over, because what lies between two branches achieves anything.
   */
  Calibration inverse() {
    double lowest = lowest();
    double step = (highest() - lowest) / (TABULATED - 1);
    List<Double> given = new ArrayList<>();
    List<Double> achieved = new ArrayList<>();
    int branch = -1;
    for (int i = 0; i < TABULATED; i++) {
      boolean top = i == TABULATED - 1;
      double wanted = top ? highest() : lowest + i * step;
      Answer answer = top ? new Answer(commands[best], best, 0, errors[best]) : answer(wanted);
      if (answer.off() > Math.max(Calibration.LEAP / 2, step)) {
        continue;
      }
      int last = achieved.size() - 1;
      if (last >= 0
          && wanted - achieved.get(last) <= Calibration.LEAP
          && Math.abs(answer.branch() - branch) > 1) {
        double middle = (achieved.get(last) + wanted) / 2;
        given.add(given.get(last));
        achieved.add(middle - EDGE);
        given.add(answer.command());
        achieved.add(middle + EDGE);
      }
      given.add(answer.command());
      achieved.add(wanted);
      branch = answer.branch();
    }
    return new Calibration(given, achieved);
  }
}

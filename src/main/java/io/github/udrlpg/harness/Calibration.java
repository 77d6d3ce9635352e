package io.github.udrlpg.harness;

import io.github.udrlpg.metrics.IdentityMetrics;
import io.github.udrlpg.rollout.ReturnScale;
import io.github.udrlpg.text.Text;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Which command to give a generator for the return that is wanted: the inverse of the curve of what
 * it achieves, made monotone by isotonic regression unless that contradicts what was measured. Both
 * are scaled returns.
 *
 * <p>Between neighbours the curve is taken as linear, unless it leaps: what lies inside a leap that
 * nobody saw into may be anything, so the nearer of its ends is the safer answer.
 *
 * @param commands what was given; rising unless the curve is folded
 * @param returns what is achieved for it, strictly rising
 */
public record Calibration(List<Double> commands, List<Double> returns) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** On either side of a return, so many are averaged with it: an episode each says little. */
  private static final int SMOOTHED = 3;

  /**
   * The curve is folded where even the nearest rising one, which follows every luck that rises,
   * misses what was measured by so many times the error that is to be expected of a folded one.
   */
  private static final double FOLDED = 1.3;

  /** A share of the scale that is not worth a fold. */
  private static final double NEGLIGIBLE = 0.005;

  private static final double ROUNDING = 1e-9;

  /** How far below a plateau's return its first command is taken to achieve. */
  private static final double EDGE = 1e-6;

  /** A difference of neighbouring returns that is a leap: what counts as missing a command. */
  static final double LEAP = IdentityMetrics.CLOSE;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if they are not of one length or empty, or if the returns do
   *     not rise strictly
   */
  public Calibration {
    commands = List.copyOf(commands);
    returns = List.copyOf(returns);
    if (commands.isEmpty() || commands.size() != returns.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "A calibration needs as many commands as returns, at least one, found %d and %d",
              commands.size(), returns.size()));
    }
    if (!isRising(returns)) {
      throw new IllegalArgumentException(
          Text.format("The returns of a calibration must rise strictly, found %s", returns));
    }
  }

  private static boolean isRising(List<Double> values) {
    for (int i = 1; i < values.size(); i++) {
      if (!(values.get(i - 1) < values.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Fits what was measured: by a rising curve, or, where that contradicts it, by a folded one.
   *
   * @param achieved mean scaled return by command, at least one
   */
  static Calibration fit(SortedMap<Double, Double> achieved) {
    return folded(achieved).map(FoldedCurve::inverse).orElseGet(() -> rising(achieved, SMOOTHED));
  }

  /** Returns the folded curve, where a rising one contradicts what was measured. */
  static Optional<FoldedCurve> folded(SortedMap<Double, Double> achieved) {
    if (achieved.size() < Calibrator.LEAST_COMMANDS) {
      return Optional.empty();
    }
    Iterator<Double> measured = achieved.values().iterator();
    double[] missed =
        pooled(achieved, 0).stream()
            .flatMapToDouble(block -> DoubleStream.generate(block::value).limit(block.points()))
            .map(value -> measured.next() - value)
            .toArray();
    double risingError = FoldedCurve.rootMeanSquare(missed);
    return Optional.of(new FoldedCurve(achieved))
        .filter(curve -> risingError > NEGLIGIBLE && risingError > FOLDED * curve.error());
  }

  /**
   * Fits the non-decreasing curve with the least squared distance to what was measured, by pooling
   * adjacent violators (Ayer et al. 1955). What is pooled becomes one point: the middle of its
   * commands, which are not spread evenly, and the mean of its returns.
   *
   * @param neighbours on either side of a return that are averaged with it before
   */
  static Calibration rising(SortedMap<Double, Double> achieved, int neighbours) {
    List<Double> commands = new ArrayList<>();
    List<Double> returns = new ArrayList<>();
    for (Block block : pooled(achieved, neighbours)) {
      if (block.isFlat()) {
        commands.add(block.first());
        returns.add(block.value() - EDGE);
      }
      commands.add(block.command());
      returns.add(block.value());
    }
    return new Calibration(commands, returns);
  }

  private static List<Block> pooled(SortedMap<Double, Double> achieved, int neighbours) {
    List<Double> measured = List.copyOf(achieved.values());
    List<Block> blocks = new ArrayList<>();
    int index = 0;
    for (double command : achieved.keySet()) {
      double value = smoothed(measured, index++, neighbours);
      Block block = new Block(1, command, command, value, value);
      // Equal returns are pooled as well, though their mean be rounded: the inverse has one command
      // for each.
      while (!blocks.isEmpty()
          && blocks.get(blocks.size() - 1).value() >= block.value() - ROUNDING) {
        block = blocks.remove(blocks.size() - 1).with(block);
      }
      blocks.add(block);
    }
    return blocks;
  }

  /** Returns the mean of a return with as many on either side, of neighbouring commands. */
  private static double smoothed(List<Double> returns, int index, int most) {
    int side = Math.min(most, Math.min(index, returns.size() - 1 - index));
    return returns.subList(index - side, index + side + 1).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElseThrow();
  }

  private record Block(int points, double first, double last, double value, double lowest) {
    Block with(Block next) {
      int both = points + next.points;
      return new Block(
          both,
          first,
          next.last,
          (points * value + next.points * next.value) / both,
          Math.min(lowest, next.lowest));
    }

    /** Whether the same was achieved for every command: a plateau begins with its first one. */
    boolean isFlat() {
      return points > 1 && value - lowest < ROUNDING;
    }

    double command() {
      return (first + last) / 2;
    }
  }

  /** Returns the lowest scaled return that can be attained. */
  public double lowest() {
    return returns.get(0);
  }

  /** Returns the highest scaled return that can be attained. */
  public double highest() {
    return returns.get(returns.size() - 1);
  }

  /** Returns whether a scaled return can be attained: inside of the curve, and of no leap. */
  public boolean attains(double wanted) {
    int above = above(wanted);
    return wanted == lowest()
        || (above > 0 && above < returns.size() && (!leaps(above) || returns.get(above) == wanted));
  }

  /** Returns the index of the first return that is not below; that of none where all are. */
  private int above(double wanted) {
    int above = 0;
    while (above < returns.size() && returns.get(above) < wanted) {
      above++;
    }
    return above;
  }

  private boolean leaps(int above) {
    return returns.get(above) - returns.get(above - 1) > LEAP;
  }

  /** Returns what can be attained for people: returns, and the commands for them. */
  public String range(ReturnScale scale) {
    String leaps =
        IntStream.range(1, returns.size())
            .filter(this::leaps)
            .mapToObj(i -> span(scale, returns.get(i - 1), returns.get(i)))
            .collect(Collectors.joining(" and "));
    return span(scale, lowest(), highest()) + (leaps.isEmpty() ? "" : " but not " + leaps);
  }

  private static String span(ReturnScale scale, double from, double to) {
    return Text.format(
        "%.1f to %.1f (commands %.3f to %.3f)", scale.unscaled(from), scale.unscaled(to), from, to);
  }

  /** Returns what to say of a wanted return that cannot be attained. */
  Optional<String> warning(double wanted, ReturnScale scale) {
    return attains(wanted)
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "Command %.3f asks for a return of %.1f, outside of what the generator was measured"
                    + " to attain, %s: it is given what attains the nearest return",
                wanted, scale.unscaled(wanted), range(scale)));
  }

  /**
   * Returns the command to give for a scaled return; for one that cannot be attained, that of the
   * nearest that can.
   *
   * @throws IllegalArgumentException if it is not a number
   */
  public double command(double wanted) {
    if (Double.isNaN(wanted)) {
      throw new IllegalArgumentException("A wanted return must be a number, found NaN");
    }
    int above = above(wanted);
    return 0 < above && above < returns.size() && leaps(above)
        ? commands.get(
            wanted - returns.get(above - 1) < returns.get(above) - wanted ? above - 1 : above)
        : between(wanted);
  }

  /** Returns what {@link #command} does, except that leaps are straight lines as well. */
  double between(double wanted) {
    int above = above(wanted);
    if (above == 0 || above == returns.size()) {
      return commands.get(Math.min(above, returns.size() - 1));
    }
    double low = returns.get(above - 1);
    double share = (wanted - low) / (returns.get(above) - low);
    double left = commands.get(above - 1);
    return left + share * (commands.get(above) - left);
  }
}

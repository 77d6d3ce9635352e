package io.github.udrlpg.ml;

import io.github.udrlpg.text.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * On what scale the rows of one run have their scaled returns: rows do not say it, but scaled
 * returns lie on a line over training returns, and the line is the scale.
 *
 * @param run the run's identifier
 * @param environment the task
 * @param lines the lines that its rows lie on, by what trains: the whole return first, then the
 *     return without the survival bonus; empty where they lie on none, or are too much alike to
 *     tell
 */
record RunScale(String run, String environment, List<Optional<Line>> lines) {
  /** Below this standard deviation of scaled returns, rounding would decide. */
  private static final double LEAST_DEVIATION = 1e-6;

  /** Sums of doubles in any order stay far closer to a line than this. */
  private static final double LEAST_DETERMINATION = 1 - 1e-9;

  private static final double TOLERANCE = 1e-6;

  /** Training returns at scaled returns 0 and 1. */
  record Line(double min, double max) {
    boolean isLike(Line other) {
      double most = TOLERANCE * Math.max(max - min, other.max - other.min);
      return Math.abs(min - other.min) <= most && Math.abs(max - other.max) <= most;
    }
  }

  /** Reads what {@link OneTask} sums up of a run. */
  static RunScale of(Row row) {
    return new RunScale(
        row.getAs("run"), row.getAs("environment"), List.of(line(row, "whole"), line(row, "bare")));
  }

  private static Optional<Line> line(Row row, String kind) {
    Double slope = row.getAs(kind + "_slope");
    Double intercept = row.getAs(kind + "_intercept");
    Double determination = row.getAs(kind + "_r2");
    Double deviation = row.getAs("deviation");
    boolean known =
        slope != null
            && intercept != null
            && determination != null
            && deviation != null
            && deviation >= LEAST_DEVIATION
            && determination >= LEAST_DETERMINATION;
    return known ? Optional.of(new Line(intercept, intercept + slope)) : Optional.empty();
  }

  /** Returns whether it is known. */
  boolean isKnown() {
    return lines.stream().anyMatch(Optional::isPresent);
  }

  /** Returns whether one scale may be that of both. */
  boolean agrees(RunScale other) {
    return Stream.of(0, 1)
        .anyMatch(
            trains ->
                lines.get(trains).isPresent()
                    && other.lines.get(trains).isPresent()
                    && lines.get(trains).get().isLike(other.lines.get(trains).get()));
  }

  @Override
  public String toString() {
    boolean whole = lines.get(0).isPresent();
    Line line = lines.get(whole ? 0 : 1).orElseThrow();
    return Text.format(
        "%s: returns.min = %s, returns.max = %s%s",
        run,
        rounded(line.min()),
        rounded(line.max()),
        whole ? "" : ", returns.survival-bonus = exclude");
  }

  private static String rounded(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6));
    // What is next to nothing beside a scale is its rounding.
    return Math.abs(value) < TOLERANCE ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}

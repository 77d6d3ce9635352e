package io.github.udrlpg.stats;

/**
 * A confidence interval, in the unit of what it is an interval of.
 *
 * @param lower its lower end; NaN where there is too little data for one
 * @param upper its upper end; NaN where there is too little data for one
 */
public record Interval(double lower, double upper) {
  /** The interval of an estimate that too few runs stand behind. */
  public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  /** Returns whether there is an interval. */
  public boolean isKnown() {
    return Double.isFinite(lower) && Double.isFinite(upper);
  }

  /** Returns whether a value lies inside or on an end. */
  public boolean contains(double value) {
    return lower <= value && value <= upper;
  }
}

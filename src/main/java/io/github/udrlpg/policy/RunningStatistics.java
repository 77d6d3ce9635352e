package io.github.udrlpg.policy;

import io.github.udrlpg.text.Text;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Count, mean and sum of squared deviations of observations, kept up to date as they come
 * (Welford), and merged with those of other workers (Chan, Golub, LeVeque 1983, formula 2.1).
 *
 * <p>Merging in another order gives another last bit, so callers merge in a fixed order.
 */
public final class RunningStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] mean;
  private final double[] squares;
  private long count;

  /** Creates empty statistics of observations of the given length. */
  public RunningStatistics(int observationSize) {
    this.mean = new double[observationSize];
    this.squares = new double[observationSize];
  }

  private RunningStatistics(long count, double[] mean, double[] squares) {
    this.count = count;
    this.mean = mean;
    this.squares = squares;
  }

  /**
   * Returns statistics that were stored.
   *
   * @param count the number of observations
   * @param mean [observation]
   * @param m2 sums of squared deviations from the mean, [observation]
   * @throws IllegalArgumentException if the lengths differ, the count is negative, or a number is
   *     not finite
   */
  public static RunningStatistics of(long count, double[] mean, double[] m2) {
    if (mean.length != m2.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Observation mean and m2 differ in length: %d and %d", mean.length, m2.length));
    }
    if (count < 0) {
      throw new IllegalArgumentException("The count must not be negative, found " + count);
    }
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(mean[i]) || !Double.isFinite(m2[i]) || m2[i] < 0) {
        throw new IllegalArgumentException(
            Text.format(
                    "Observation mean and m2 must be finite, and m2 not negative, found %s and %s"
                        + " at",
                    mean[i], m2[i])
                + " index "
                + i);
      }
    }
    return new RunningStatistics(count, mean.clone(), m2.clone());
  }

  /** Returns an independent copy. */
  public RunningStatistics copy() {
    return new RunningStatistics(count, mean.clone(), squares.clone());
  }

  /** Returns the length of an observation. */
  public int size() {
    return mean.length;
  }

  /** Returns the number of observations. */
  public long count() {
    return count;
  }

  /** Returns a copy of the mean, [observation]. */
  public double[] mean() {
    return mean.clone();
  }

  /** Returns a copy of the sums of squared deviations from the mean, [observation]. */
  public double[] m2() {
    return squares.clone();
  }

  /**
   * Counts one observation.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public void add(double[] observation) {
    checkSize(observation.length);
    count++;
    for (int i = 0; i < mean.length; i++) {
      double before = observation[i] - mean[i];
      mean[i] += before / count;
      squares[i] += before * (observation[i] - mean[i]);
    }
  }

  /**
   * Counts all observations of other statistics, which do not change.
   *
   * @throws IllegalArgumentException if theirs have another length
   */
  public void merge(RunningStatistics other) {
    checkSize(other.size());
    if (other.count == 0) {
      return;
    }
    long total = count + other.count;
    double share = (double) other.count / total;
    for (int i = 0; i < mean.length; i++) {
      double distance = other.mean[i] - mean[i];
      mean[i] += distance * share;
      squares[i] += other.squares[i] + distance * distance * count * share;
    }
    count = total;
  }

  /**
   * Returns the normaliser of the present mean and population standard deviation, √(m2 / count); of
   * no observations, the identity.
   */
  public ObservationNormalizer toNormalizer() {
    if (count == 0) {
      return ObservationNormalizer.identity(size());
    }
    double[] deviation = new double[squares.length];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = Math.sqrt(squares[i] / count);
    }
    return ObservationNormalizer.of(mean, deviation);
  }

  private void checkSize(int found) {
    if (found != mean.length) {
      throw new IllegalArgumentException(
          Text.format("Wrong observation size: expected %d, found %d", mean.length, found));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RunningStatistics that
        && count == that.count
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(squares, that.squares);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Long.hashCode(count) + Arrays.hashCode(mean)) + Arrays.hashCode(squares);
  }

  @Override
  public String toString() {
    return Text.format(
        "RunningStatistics[count=%d, mean=%s, m2=%s]",
        count, Arrays.toString(mean), Arrays.toString(squares));
  }
}

package io.github.udrlpg.policy;

import io.github.udrlpg.text.Text;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The normalisation of observations, {@code x ↦ (x − mean) / (deviation + 1e-8)}, as it stood at
 * one moment. It never changes and may be shared and shipped.
 */
public final class ObservationNormalizer implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Keeps a value finite that never changed. */
  private static final double EPSILON = 1e-8;

  private final double[] mean;
  private final double[] deviation;
  private final double[] divisor;

  private ObservationNormalizer(double[] mean, double[] deviation, double[] divisor) {
    this.mean = mean;
    this.deviation = deviation;
    this.divisor = divisor;
  }

  /**
   * Returns the normaliser of a mean and a standard deviation.
   *
   * @param mean [observation]
   * @param deviation [observation]
   * @throws IllegalArgumentException if the lengths differ, a number is not finite, or a deviation
   *     is negative
   */
  public static ObservationNormalizer of(double[] mean, double[] deviation) {
    if (mean.length != deviation.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Observation mean and deviation differ in length: %d and %d",
              mean.length, deviation.length));
    }
    double[] divisor = new double[deviation.length];
    for (int i = 0; i < divisor.length; i++) {
      if (!Double.isFinite(mean[i]) || !Double.isFinite(deviation[i]) || deviation[i] < 0) {
        throw new IllegalArgumentException(
            "Observation mean and deviation must be finite, and the deviation not negative, found"
                + Text.format(" %s and %s at index %d", mean[i], deviation[i], i));
      }
      divisor[i] = deviation[i] + EPSILON;
    }
    return new ObservationNormalizer(mean.clone(), deviation.clone(), divisor);
  }

  /**
   * Returns the normaliser that changes nothing, which is in force until a first observation was
   * counted. Its deviation is 1 − 1e-8, so that the formula itself divides by exactly 1 and a
   * stored mean and deviation need no mark beside them.
   */
  public static ObservationNormalizer identity(int observationSize) {
    double[] deviation = new double[observationSize];
    Arrays.fill(deviation, 1 - EPSILON);
    return of(new double[observationSize], deviation);
  }

  /** Returns the length of an observation. */
  public int size() {
    return mean.length;
  }

  /** Returns a copy of the mean, [observation]. */
  public double[] mean() {
    return mean.clone();
  }

  /** Returns a copy of the standard deviation, [observation]. */
  public double[] deviation() {
    return deviation.clone();
  }

  /** Returns what is added to every deviation. */
  public double epsilon() {
    return EPSILON;
  }

  /**
   * Returns a copy of what observations are divided by, the deviation and a little, [observation].
   */
  public double[] divisor() {
    return divisor.clone();
  }

  /**
   * Writes the normalised observation, in double precision up to the last rounding.
   *
   * @throws IllegalArgumentException if a length is not that of this normaliser
   */
  void normalize(double[] observation, float[] target) {
    if (observation.length != mean.length || target.length != mean.length) {
      throw new IllegalArgumentException(
          Text.format(
              "Observation sizes differ: %d of the observation, %d of the normaliser, %d of the"
                  + " policy",
              observation.length, mean.length, target.length));
    }
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) ((observation[i] - mean[i]) / divisor[i]);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ObservationNormalizer that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(deviation, that.deviation);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
  }

  @Override
  public String toString() {
    return Text.format(
        "ObservationNormalizer[mean=%s, deviation=%s]",
        Arrays.toString(mean), Arrays.toString(deviation));
  }
}

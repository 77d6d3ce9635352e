package io.github.udrlpg.generator;

/**
 * Element-wise loops over the first {@code count} elements of heap arrays.
 *
 * <p>Each loop is a method of its own because Java 17 compiles it to vector instructions then,
 * about 0.1 ns for an element, and often not inside a longer method, ten times that.
 */
final class Vectors {
  private Vectors() {}

  /** {@code y ← y + x}. */
  static void add(float[] y, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      y[i] += x[i];
    }
  }

  /** {@code y ← y + a x}. */
  static void addScaled(float[] y, float a, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      y[i] += a * x[i];
    }
  }

  /** {@code y ← y + a x²}. */
  static void addScaledSquares(float[] y, float a, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      y[i] += a * x[i] * x[i];
    }
  }

  /** {@code y ← a y − x}. */
  static void scaleAndSubtract(float[] y, float a, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = a * y[i] - x[i];
    }
  }

  /** {@code y ← a y}. */
  static void scale(float[] y, float a, int count) {
    for (int i = 0; i < count; i++) {
      y[i] *= a;
    }
  }

  /** {@code y ← relu(y)}; NaN stays NaN. */
  static void rectify(float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = Math.max(y[i], 0f);
    }
  }

  /** {@code y ← base + a slope}. */
  static void affine(float[] y, float[] base, float a, float[] slope, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = base[i] + a * slope[i];
    }
  }

  /** {@code y ← a + share (b − a)}. */
  static void interpolate(float[] y, float[] a, float share, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = a[i] + share * (b[i] - a[i]);
    }
  }

  /** Returns whether some number is positive in one array and not in the other. */
  static boolean differInSign(float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      if ((x[i] > 0) != (y[i] > 0)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Zeroes gradients where ReLU gave zero.
   *
   * @param gradients raw bits of floats
   * @param rectified raw bits of what ReLU gave
   */
  static void mask(int[] gradients, int[] rectified, int count) {
    for (int i = 0; i < count; i++) {
      // A rectified number is +0, whose bits are 0, or has a clear sign bit and other bits: the
      // negation's sign, spread over the word, keeps exactly the gradients of the latter.
      gradients[i] &= -rectified[i] >> 31;
    }
  }

  /** {@code mean ← mean + share (x − mean)}. */
  static void approach(float[] mean, float share, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      mean[i] += share * (x[i] - mean[i]);
    }
  }

  /** {@code mean ← decay mean + share x²}. */
  static void approachSquares(float[] mean, float decay, float share, float[] x, int count) {
    for (int i = 0; i < count; i++) {
      mean[i] = decay * mean[i] + share * x[i] * x[i];
    }
  }

  /** {@code y ← y − a x / (b √s + c)}. */
  static void subtractQuotient(
      float[] y, float a, float[] x, float b, float[] s, float c, int count) {
    for (int i = 0; i < count; i++) {
      y[i] -= a * x[i] / (b * (float) Math.sqrt(s[i]) + c);
    }
  }

  /** Returns the sum. */
  static double sum(float[] x, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += x[i];
    }
    return sum;
  }
}

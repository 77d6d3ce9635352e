package io.github.udrlpg.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FastTanhTest {
  private static final int BLOCK = 4096;

  /** A prime, so that all parts of the range and all low bits occur. */
  private static final int STRIDE = 1009;

  @Test
  void isWithinItsErrorOfTheTrueValue() {
    int infinity = Float.floatToIntBits(Float.POSITIVE_INFINITY);
    double worst = 0;
    double worstRelative = 0;
    for (long bits = 0; bits <= infinity; bits += (long) STRIDE * BLOCK) {
      float[] x = block(bits, infinity);
      float[] y = x.clone();
      FastTanh.apply(y);
      for (int i = 0; i < x.length; i++) {
        double error = Math.abs(y[i] - Math.tanh(x[i]));
        worst = Math.max(worst, error);
        if (x[i] > Float.MIN_NORMAL) {
          worstRelative = Math.max(worstRelative, error / Math.tanh(x[i]));
        }
      }
    }
    assertThat(worst).isPositive().isLessThan(5e-7);
    assertThat(worstRelative).isLessThan(5e-7);
  }

  @Test
  void isOddAndSaturates() {
    float[] x = {0.1f, 1, 5, 8.5f, 9, 1e10f, Float.MAX_VALUE, Float.POSITIVE_INFINITY};
    float[] minus = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      minus[i] = -x[i];
    }
    FastTanh.apply(x);
    FastTanh.apply(minus);
    for (int i = 0; i < x.length; i++) {
      assertThat(minus[i]).isEqualTo(-x[i]);
      assertThat(x[i]).isBetween(0f, 1f);
    }
    assertThat(x[7]).isEqualTo(x[4]).isGreaterThan(1 - 2e-7f);
  }

  @Test
  void keepsZeroAndWhatIsNoNumber() {
    float[] x = {0f, -0f, Float.NaN, 1e-30f, Float.MIN_VALUE};
    FastTanh.apply(x);
    assertThat(x).containsExactly(0f, -0f, Float.NaN, 1e-30f, Float.MIN_VALUE);
  }

  @Test
  void neverFallsByMoreThanTwiceItsError() {
    float[] x = new float[1_000_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = 10f * i / x.length;
    }
    FastTanh.apply(x);
    float greatest = 0;
    for (float y : x) {
      assertThat(greatest - y).isLessThan(7.5e-7f);
      greatest = Math.max(greatest, y);
    }
  }

  private static float[] block(long first, int last) {
    int size = (int) Math.min(BLOCK, (last - first) / STRIDE + 1);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = Float.intBitsToFloat((int) (first + (long) i * STRIDE));
    }
    return values;
  }
}

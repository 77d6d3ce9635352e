package io.github.udrlpg.policy;

/**
 * The hyperbolic tangent of whole arrays, in a form that the just-in-time compiler vectorises:
 * {@code x P(x²) / Q(x²)} on a clamped argument, without branches.
 *
 * <p>Error below 5e-7 for every float, absolute and relative to {@link Math#tanh}; odd, within [-1,
 * 1], NaN for NaN. Nothing but products, quotients and {@link Math#fma} makes the result the same
 * bit for bit whether interpreted or compiled. The coefficients come from {@code
 * src/build/derive_tanh.py}; those of x⁰ are 1.
 */
final class FastTanh {
  /** Where the approximation ends: beyond, a float cannot tell tanh from its value here. */
  private static final float LIMIT = 8.6f;

  private static final float P1 = 0.13406865f;
  private static final float P2 = 3.526389e-3f;
  private static final float P3 = 2.1122132e-5f;
  private static final float P4 = 1.40820475e-8f;
  private static final float Q1 = 0.46740186f;
  private static final float Q2 = 2.5993854e-2f;
  private static final float Q3 = 3.3362478e-4f;
  private static final float Q4 = 8.07048e-7f;

  private FastTanh() {}

  /** Replaces every value by its hyperbolic tangent. */
  static void apply(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float x = Math.max(-LIMIT, Math.min(LIMIT, values[i]));
      float u = x * x;
      float p = x * polynomial(P4, P3, P2, P1, u);
      float q = polynomial(Q4, Q3, Q2, Q1, u);
      values[i] = Math.max(-1.0f, Math.min(1.0f, p / q));
    }
  }

  /** Returns {@code 1 + c1 u + c2 u² + c3 u³ + c4 u⁴} by Horner's scheme. */
  private static float polynomial(float c4, float c3, float c2, float c1, float u) {
    return Math.fma(Math.fma(Math.fma(Math.fma(c4, u, c3), u, c2), u, c1), u, 1.0f);
  }
}

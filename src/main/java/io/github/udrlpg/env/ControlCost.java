package io.github.udrlpg.env;

/** The price of strong actions. */
final class ControlCost {
  private ControlCost() {}

  /** Returns {@code weight · Σ action²}. */
  static double of(double weight, double[] action) {
    double sum = 0;
    for (double a : action) {
      sum += a * a;
    }
    return weight * sum;
  }
}

package io.github.udrlpg.rollout;

import java.io.Serializable;

/**
 * How an iteration's policies differ from what the generator made: θ' = θ + σ·ε, ε ~ N(0, I) (arXiv
 * 2501.16288, algorithm 1).
 *
 * <p>Where σ is spread, the policies of an iteration have steps of different length, from σ /
 * spread to σ · spread, evenly on a logarithmic scale: long ones leave a local optimum, short ones
 * refine.
 *
 * @param noise σ, the standard deviation of the noise on every weight
 * @param spread the factor that the largest σ is above {@code noise}, and the smallest below; from
 *     1
 * @param policies how many policies the noise is spread over, at least 1
 */
public record Perturbation(double noise, double spread, int policies) implements Serializable {
  /** Policies as they were generated. */
  public static final Perturbation NONE = new Perturbation(0, 1, 1);

  /** Returns the standard deviation of the noise on a policy. */
  double noise(int policy) {
    if (spread == 1 || policies == 1) {
      return noise;
    }
    double place = 2.0 * policy / (policies - 1) - 1;
    return noise * Math.pow(spread, place);
  }
}

package io.github.udrlpg.rollout;

import java.io.Serializable;

/**
 * How an iteration's policies differ from what the generator made: θ' = θ + σ·ε, ε ~ N(0, I) (arXiv
 * 2501.16288, algorithm 1).
 *
 * <p>Antithetic policies come in pairs, θ + σ·ε and θ − σ·ε, whose mean is θ exactly (Salimans et
 * al., arXiv 1703.03864, section 2).
 *
 * <p>Where σ is spread, the policies of an iteration have steps of different length, from σ /
 * spread to σ · spread, evenly on a logarithmic scale: long ones leave a local optimum, short ones
 * refine.
 *
 * @param noise σ, the standard deviation of the noise on every weight
 * @param spread the factor that the largest σ is above {@code noise}, and the smallest below; from
 *     1
 * @param policies how many policies the iteration has
 * @param noiseFree how many policies, the first of an iteration, stay as they were generated
 * @param antithetic whether the others come in pairs of opposite noise
 */
public record Perturbation(
    double noise, double spread, int policies, int noiseFree, boolean antithetic)
    implements Serializable {
  /** Policies as they were generated. */
  public static final Perturbation NONE = new Perturbation(0, 1, 0, 0, false);

  /** Returns the standard deviation of the noise on a policy, below 0 for the second of a pair. */
  double signedNoise(int policy) {
    if (policy < noiseFree) {
      return 0;
    }
    return antithetic && (policy - noiseFree) % 2 == 1 ? -scale(policy) : scale(policy);
  }

  private double scale(int policy) {
    int last = group(policies - 1) - noiseFree;
    if (spread == 1 || last == 0) {
      return noise;
    }
    double place = 2.0 * (group(policy) - noiseFree) / last - 1;
    return noise * Math.pow(spread, place);
  }

  /** Returns the standard deviation of the noise on a policy. */
  double noise(int policy) {
    return Math.abs(signedNoise(policy));
  }

  /** Returns the first policy with the same command and the same noise but for its sign. */
  int group(int policy) {
    return antithetic && policy >= noiseFree ? noiseFree + (policy - noiseFree) / 2 : policy;
  }
}

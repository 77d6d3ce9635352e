package io.github.udrlpg.rollout;

import java.io.Serializable;

/**
 * How an iteration's policies differ from what the generator made: θ' = θ + σ·ε, ε ~ N(0, I) (arXiv
 * 2501.16288, algorithm 1).
 *
 * <p>Antithetic policies come in pairs, θ + σ·ε and θ − σ·ε, whose mean is θ exactly (Salimans et
 * al., arXiv 1703.03864, section 2).
 *
 * @param noise σ, the standard deviation of the noise on every weight
 * @param noiseFree how many policies, the first of an iteration, stay as they were generated
 * @param antithetic whether the others come in pairs of opposite noise
 */
public record Perturbation(double noise, int noiseFree, boolean antithetic)
    implements Serializable {
  /** Policies as they were generated. */
  public static final Perturbation NONE = new Perturbation(0, 0, false);

  /** Returns the standard deviation of the noise on a policy, below 0 for the second of a pair. */
  double signedNoise(int policy) {
    if (policy < noiseFree) {
      return 0;
    }
    return antithetic && (policy - noiseFree) % 2 == 1 ? -noise : noise;
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

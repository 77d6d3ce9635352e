package io.github.udrlpg.rollout;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;

/**
 * How an iteration's policies differ from what the generator made: θ' = θ + σ·ε, ε ~ N(0, I) (arXiv
 * 2501.16288, algorithm 1).
 *
 * @param noises σ, the standard deviation of the noise on every weight: policy i has that of place
 *     {@code i % noises.size()}
 */
public record Perturbation(List<Double> noises) implements Serializable {
  /** Policies as they were generated. */
  public static final Perturbation NONE = constant(0);

  /** Copies the list. */
  public Perturbation {
    noises = List.copyOf(noises);
  }

  /** The same noise for every policy. */
  public static Perturbation constant(double noise) {
    return new Perturbation(List.of(noise));
  }

  /**
   * Steps of different length, from σ / spread to σ · spread, evenly on a logarithmic scale: long
   * ones leave a local optimum, short ones refine.
   *
   * @param noise σ
   * @param spread the factor that the largest σ is above {@code noise}, and the smallest below;
   *     from 1
   * @param policies how many policies the noise is spread over
   */
  public static Perturbation spread(double noise, double spread, int policies) {
    if (spread == 1 || policies == 1) {
      return new Perturbation(Collections.nCopies(policies, noise));
    }
    List<Double> noises = new ArrayList<>(policies);
    for (int policy = 0; policy < policies; policy++) {
      double place = 2.0 * policy / (policies - 1) - 1;
      noises.add(noise * Math.pow(spread, place));
    }
    return new Perturbation(noises);
  }

  /**
   * Steps of different length from σ down, evenly on a logarithmic scale.
   *
   * @param noise σ, the first policy's
   * @param fall the factor between the first noise and the last; from 1
   * @param policies how many policies there are
   */
  public static Perturbation falling(double noise, double fall, int policies) {
    List<Double> noises = new ArrayList<>(policies);
    for (int policy = 0; policy < policies; policy++) {
      noises.add(noise * Math.pow(fall, -(double) policy / Math.max(1, policies - 1)));
    }
    return new Perturbation(noises);
  }

  /** Returns the same noises in an order that is drawn. */
  public Perturbation shuffled(UniformRandomProvider random) {
    List<Double> shuffled = new ArrayList<>(noises);
    ListSampler.shuffle(random, shuffled);
    return new Perturbation(shuffled);
  }

  /** Returns the standard deviation of the noise on a policy. */
  public double noise(int policy) {
    return noises.get(policy % noises.size());
  }
}

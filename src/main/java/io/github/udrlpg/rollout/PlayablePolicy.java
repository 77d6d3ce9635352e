package io.github.udrlpg.rollout;

import io.github.udrlpg.env.EnvironmentSpec;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that it takes to play one policy, in this program or elsewhere, and where it comes from. */
public final class PlayablePolicy {
  private final EnvironmentSpec environment;
  private final PolicyShape shape;
  private final float[] weights;
  private final ObservationNormalizer normalizer;
  private final long seed;
  private final Map<String, String> origin;

  /**
   * Puts a policy together.
   *
   * @param weights in the layout of the shape, {@code [parameters]}; not copied
   * @param normalizer what it sees observations through
   * @param seed of an episode that this program played or would play with it
   * @param origin what is to be said of where it comes from, by name
   */
  public PlayablePolicy(
      EnvironmentSpec environment,
      PolicyShape shape,
      float[] weights,
      ObservationNormalizer normalizer,
      long seed,
      Map<String, String> origin) {
    this.environment = environment;
    this.shape = shape;
    this.weights = weights;
    this.normalizer = normalizer;
    this.seed = seed;
    this.origin = new LinkedHashMap<>(origin);
  }

  /** Returns what is known of its task. */
  public EnvironmentSpec environment() {
    return environment;
  }

  /** Returns its layers. */
  public PolicyShape shape() {
    return shape;
  }

  /** Returns the weights themselves, not a copy, {@code [parameters]}. */
  public float[] weights() {
    return weights;
  }

  /** Returns what it sees observations through. */
  public ObservationNormalizer normalizer() {
    return normalizer;
  }

  /** Returns the seed of an episode that this program played or would play with it. */
  public long seed() {
    return seed;
  }

  /** Returns where it comes from, by name, in order. */
  public Map<String, String> origin() {
    return new LinkedHashMap<>(origin);
  }
}

package io.github.udrlpg.store;

/** A policy as the dataset holds it: what is known of it, and its weights. */
public final class StoredPolicy {
  private final PolicyRow row;
  private final float[] weights;

  /**
   * Puts both together.
   *
   * @param weights in the layout of {@link io.github.udrlpg.policy.PolicyShape}, {@code
   *     [parameters]}; not copied
   */
  public StoredPolicy(PolicyRow row, float[] weights) {
    this.row = row;
    this.weights = weights;
  }

  /** Returns what is known of the policy. */
  public PolicyRow row() {
    return row;
  }

  /** Returns the weights themselves, not a copy, {@code [parameters]}. */
  public float[] weights() {
    return weights;
  }
}

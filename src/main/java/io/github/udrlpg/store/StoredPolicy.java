package io.github.udrlpg.store;

/**
 * A policy as it was read back.
 *
 * @param row what is known of it
 * @param weights its weights in the layout of {@link io.github.udrlpg.policy.PolicyShape}, {@code
 *     [parameters]}
 */
public record StoredPolicy(PolicyRow row, float[] weights) {}

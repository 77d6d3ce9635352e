/**
 * Turning commands into stored policies: weights are perturbed, rolled out, and written, each
 * policy a pure function of its plan. Who spreads the work over threads or executors implements
 * {@link io.github.udrlpg.rollout.RolloutRunner}.
 *
 * <p>Imports {@code buffer}, {@code config}, {@code env}, {@code metrics}, {@code policy} and
 * {@code store}.
 */
package io.github.udrlpg.rollout;

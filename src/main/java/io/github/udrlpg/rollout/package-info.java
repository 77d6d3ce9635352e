/**
 * Turning commands into stored policies: weights are perturbed, rolled out, and written, each
 * policy a pure function of its plan. It imports {@code env}, {@code policy} and {@code store}; who
 * spreads the work over threads or executors implements {@link
 * io.github.udrlpg.rollout.RolloutRunner}.
 */
package io.github.udrlpg.rollout;

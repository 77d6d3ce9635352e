/**
 * The algorithm: commands, rollouts, the live buffer, updates, evaluation and checkpoints, in the
 * order of arXiv 2501.16288. It imports every package but {@code spark}, {@code run}, {@code
 * report} and {@code cli}: who rolls out is an interface, so the same trainer runs on a cluster or
 * inside one task.
 */
package io.github.udrlpg.train;

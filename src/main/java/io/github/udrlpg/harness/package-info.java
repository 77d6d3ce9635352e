/**
 * What carries a learner through a run: plans within the budget, rollouts that are stored and
 * committed, updates and evaluations beside them, calibration, diagnosis and checkpoints. It knows
 * no Spark: who rolls out is an interface, so the same training runs on a cluster or inside one
 * task.
 *
 * <p>Imports {@code algorithm}, {@code buffer}, {@code checkpoint}, {@code config}, {@code
 * diagnosis}, {@code env}, {@code generator}, {@code metrics}, {@code policy}, {@code rollout},
 * {@code stats} and {@code store}.
 */
package io.github.udrlpg.harness;

/**
 * What carries a learner through a run: plans within the budget, rollouts that are stored and
 * committed, updates beside them, evaluations, calibration, diagnosis and checkpoints. It knows no
 * {@code spark}, {@code run}, {@code report} and {@code cli}: who rolls out is an interface, so the
 * same training runs on a cluster or inside one task.
 */
package io.github.udrlpg.harness;

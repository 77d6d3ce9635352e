/**
 * The directory of a run: the manifest that says what it is, the summary at its end, and its
 * report.
 *
 * <p>Imports {@code algorithm}, {@code config}, {@code diagnosis}, {@code harness}, {@code linalg},
 * {@code metrics}, {@code report}, {@code rollout}, {@code store} and {@code tracking}.
 */
package io.github.udrlpg.run;

/**
 * Tells an MLflow server of a run: parameters, metrics, report.
 *
 * <p>Imports {@code harness}, {@code metrics} and {@code store}.
 */
package io.github.udrlpg.tracking;

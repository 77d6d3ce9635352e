/**
 * Tells an MLflow server of a run: parameters, metrics, report. It imports {@code harness} and
 * {@code metrics} for what a run says of itself and {@code store} for the file that names the
 * MLflow run.
 */
package io.github.udrlpg.tracking;

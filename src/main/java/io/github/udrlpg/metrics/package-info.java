/**
 * What a run measures of itself: one row for each iteration and each evaluation, kept as small
 * Parquet tables that reports and notebooks can read without the rest.
 *
 * <p>Imports {@code store}.
 */
package io.github.udrlpg.metrics;

/**
 * What a run measures of itself: one row for each iteration and each evaluation, kept as small
 * Parquet tables. It imports nothing of this project but {@code store} for the file layout, so that
 * reports and notebooks can read the tables without the rest.
 */
package io.github.udrlpg.metrics;

/**
 * What several runs say together: point estimates, bootstrap intervals, and tests between two sets
 * of runs, after Agarwal et al., "Deep Reinforcement Learning at the Edge of the Statistical
 * Precipice" (arXiv 2108.13264). It takes and returns plain numbers.
 *
 * <p>Scores stand in an array {@code [tasks][runs]}: the runs of one task are a stratum, because
 * another task has another scale and is never resampled into its place.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.stats;

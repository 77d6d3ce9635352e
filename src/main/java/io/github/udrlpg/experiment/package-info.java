/**
 * Several runs and what they say together: groups of seeds, scores, comparisons, experiments.
 *
 * <p>Imports {@code config}, {@code metrics}, {@code report}, {@code run}, {@code stats} and {@code
 * store}.
 */
package io.github.udrlpg.experiment;

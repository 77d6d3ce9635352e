/**
 * Several runs and what they say together: groups of seeds, scores, comparisons, experiments. It
 * imports {@code run}, {@code report}, {@code stats} and what these import; {@code sweep}, the
 * readers of datasets and the command line call it.
 */
package io.github.udrlpg.experiment;

/**
 * One clean dataset of the policies of one or many runs: what goes into which file, the work of a
 * task, the directory that appears when all is done, and the card that describes it. It needs no
 * Spark: {@code SparkCompaction} spreads the tasks, the command line does the rest.
 *
 * <p>Imports {@code buffer}, {@code config}, {@code experiment}, {@code policy}, {@code run},
 * {@code store} and {@code sweep}.
 */
package io.github.udrlpg.compact;

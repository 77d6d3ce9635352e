/**
 * One clean dataset of the policies of one or many runs: what goes into which file, the work of a
 * task, the directory that appears when all is done, and the card that describes it. It imports
 * {@code buffer}, {@code config}, {@code policy}, {@code run}, {@code store} and {@code sweep}, and
 * needs no Spark; {@code spark} spreads the tasks, the command line does the rest.
 */
package io.github.udrlpg.compact;

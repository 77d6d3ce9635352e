package io.github.udrlpg.compact;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Which policies of an iteration a file holds: a bit each, so that the driver can tell of any
 * number of them that each came through once.
 *
 * @param run the run's identifier
 * @param iteration the iteration
 * @param policies their indices
 */
record IterationKeys(String run, int iteration, BitSet policies) implements Serializable {}

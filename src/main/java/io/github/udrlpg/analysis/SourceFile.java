package io.github.udrlpg.analysis;

import io.github.udrlpg.compact.InputRun;
import io.github.udrlpg.store.DataFile;
import java.io.Serializable;

/**
 * A data file as a task reads it.
 *
 * @param index its place among all files, by which results are put in order
 * @param dataset the directory that its path is relative to
 * @param file what is known of it since it was written
 * @param trial the trial of a sweep that its policies are of; {@link InputRun#NO_TRIAL} for none
 */
record SourceFile(int index, String dataset, DataFile file, int trial) implements Serializable {}

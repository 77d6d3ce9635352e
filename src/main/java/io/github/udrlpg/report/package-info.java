/**
 * The reports: of a run, of a group of runs, and of several groups beside one another, each one
 * page of HTML with its pictures inside, which opens without a network. It takes plain records and
 * reads no file.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.report;

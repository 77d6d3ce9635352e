/**
 * The reports: of a run, of a group of runs, and of several groups beside one another, each one
 * page of HTML with its pictures inside, which opens without a network. It takes plain records,
 * reads no file, and imports nothing else of this project.
 */
package io.github.udrlpg.report;

/**
 * The report of a run: one page of HTML with its pictures inside, which opens without a network. It
 * takes plain records, reads no file, and imports nothing else of this project.
 */
package io.github.udrlpg.report;

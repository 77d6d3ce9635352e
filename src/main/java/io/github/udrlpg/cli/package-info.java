/**
 * The command line of every job: picocli commands that start Spark, run, and end with an exit code.
 * It imports {@code run}, {@code spark}, {@code harness}, {@code config} and {@code text}; nothing
 * imports it.
 */
package io.github.udrlpg.cli;

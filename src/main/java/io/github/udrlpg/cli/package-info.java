/**
 * The command line of every job: picocli commands that start Spark, run, and end with an exit code.
 * No other package imports it.
 *
 * <p>Imports {@code algorithm}, {@code analysis}, {@code buffer}, {@code compact}, {@code config},
 * {@code env}, {@code experiment}, {@code export}, {@code harness}, {@code linalg}, {@code
 * metrics}, {@code ml}, {@code policy}, {@code report}, {@code rollout}, {@code run}, {@code
 * spark}, {@code store} and {@code sweep}.
 */
package io.github.udrlpg.cli;

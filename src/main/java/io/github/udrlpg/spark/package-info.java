/**
 * Rollouts, or whole trainings, on the executors of a Spark application: the one package, beside
 * the command line and what works on whole datasets, that knows Spark.
 *
 * <p>Imports {@code compact}, {@code config}, {@code env}, {@code harness}, {@code metrics}, {@code
 * report}, {@code rollout}, {@code run}, {@code store} and {@code sweep}.
 */
package io.github.udrlpg.spark;

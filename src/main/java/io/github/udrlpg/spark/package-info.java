/**
 * Rollouts, or whole trainings, on the executors of a Spark application: the one package, beside
 * the command line, that knows Spark. It imports {@code rollout}, {@code store} and {@code run}.
 */
package io.github.udrlpg.spark;

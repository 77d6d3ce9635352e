/**
 * Rollouts on the executors of a Spark application: the one package, beside the command line, that
 * knows Spark. It imports {@code rollout} and {@code store}.
 */
package io.github.udrlpg.spark;

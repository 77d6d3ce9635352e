/**
 * The generator as stages of MLlib: an estimator that is fitted to stored policies, a model that
 * maps a column of commands to one of weights, and evaluators of weights and of returns. MLlib is
 * part of Spark, so this package uses Spark, but of Scala only what stands in both 2.12 and 2.13
 * under the same names.
 *
 * <p>Imports {@code algorithm}, {@code checkpoint}, {@code config}, {@code env}, {@code
 * experiment}, {@code generator}, {@code harness}, {@code policy}, {@code rollout}, {@code run} and
 * {@code store}.
 */
package io.github.udrlpg.ml;

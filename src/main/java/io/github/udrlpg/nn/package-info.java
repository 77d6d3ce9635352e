/**
 * Networks that learners are built from, on ND4J: a multilayer perceptron with its exact gradient
 * with respect to parameters and inputs, Adam, and the moving average of parameters. It is, beside
 * the generator, the only package that may use {@code org.nd4j}; executors load neither.
 *
 * <p>Imports {@code linalg}.
 */
package io.github.udrlpg.nn;

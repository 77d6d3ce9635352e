/**
 * Networks that learners are built from, on ND4J: a multilayer perceptron with its exact gradient
 * with respect to parameters and inputs, Adam, and the moving average of parameters. It imports
 * {@code linalg} for the threads of matrix products and is, beside {@code generator}, the only
 * package that may import {@code org.nd4j}; executors load neither.
 */
package io.github.udrlpg.nn;

/**
 * The hypernetwork that maps a commanded return to all weights of a policy, in two engines: a fast
 * one on its own matrix products, and a reference on ND4J, written to be read. It is, beside {@code
 * nn}, the only package that may use {@code org.nd4j}.
 *
 * <p>Imports {@code linalg}, {@code nn} and {@code policy}.
 */
package io.github.udrlpg.generator;

/**
 * The hypernetwork that maps a commanded return to all weights of a policy: its tiles, its exact
 * gradient and Adam. It imports {@code policy} for the flat layout, {@code linalg} for matrix
 * products, and is the only package that may import {@code org.nd4j}.
 */
package io.github.udrlpg.generator;

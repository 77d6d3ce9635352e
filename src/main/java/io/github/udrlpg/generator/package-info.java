/**
 * The hypernetwork that maps a commanded return to all weights of a policy, in two engines: a fast
 * one, and a reference written to be read. It imports {@code policy} for the flat layout, {@code
 * linalg} for the fast engine's matrix products, {@code nn} for the reference's networks, and is
 * beside {@code nn} the only package that may import {@code org.nd4j}.
 */
package io.github.udrlpg.generator;

/**
 * The policy network and the normalisation of its observations, in plain Java arrays: executors
 * need no ND4J.
 *
 * <p>Imports {@code env}.
 */
package io.github.udrlpg.policy;

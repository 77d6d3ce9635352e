/**
 * The policy network and the normalisation of its observations, in plain Java arrays: executors
 * need no ND4J. It imports {@code env} for the action space and nothing else of this project.
 */
package io.github.udrlpg.policy;

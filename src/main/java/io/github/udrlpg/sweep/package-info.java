/**
 * Searches over settings: which trials there are, which of them go on, what is recorded of them and
 * what they say together. It knows nothing of who trains them.
 *
 * <p>Imports {@code config}, {@code experiment}, {@code harness}, {@code metrics}, {@code report},
 * {@code rollout}, {@code run}, {@code stats}, {@code store} and {@code tracking}.
 */
package io.github.udrlpg.sweep;

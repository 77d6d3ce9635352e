/**
 * Searches over settings: which trials there are, which of them go on, what is recorded of them and
 * what they say together. It knows nothing of who trains them and imports {@code config}, {@code
 * metrics}, {@code report}, {@code rollout}, {@code run}, {@code stats}, {@code store} and {@code
 * tracking}; the command line calls it.
 */
package io.github.udrlpg.sweep;

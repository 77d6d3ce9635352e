/**
 * The replay buffer: which stored policies the generator is trained on, and how often each is
 * drawn. It imports {@code text} and nothing else of this project; it knows entries, not weights.
 */
package io.github.udrlpg.buffer;

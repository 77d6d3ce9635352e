/**
 * The replay buffer: which stored policies the generator is trained on, and how often each is
 * drawn. It knows entries, not weights.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.buffer;

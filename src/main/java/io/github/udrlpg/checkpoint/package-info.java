/**
 * Checkpoints: everything that a resumed run needs beside the committed policies, as one
 * safetensors file each, written whole or not at all. What the arrays mean is the business of
 * whoever trains.
 *
 * <p>Imports {@code store}.
 */
package io.github.udrlpg.checkpoint;

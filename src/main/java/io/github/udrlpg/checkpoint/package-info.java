/**
 * Checkpoints: everything that a resumed run needs beside the committed policies, as one
 * safetensors file each, written whole or not at all. It imports {@code store} for atomic files and
 * nothing else of this project: what the arrays mean is the trainer's business.
 */
package io.github.udrlpg.checkpoint;

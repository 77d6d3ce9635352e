/**
 * Policies as files that other programs run: ONNX, NumPy's npz, safetensors. It uses no library:
 * the three formats are small, and the libraries that write them would bring a second protocol
 * buffers beside Spark's.
 *
 * <p>Imports {@code env}, {@code policy}, {@code rollout} and {@code store}.
 */
package io.github.udrlpg.export;

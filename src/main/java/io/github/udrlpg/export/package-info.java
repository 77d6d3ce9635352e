/**
 * Policies as files that other programs run: ONNX, NumPy's npz, safetensors. It imports {@code
 * policy}, {@code env} and {@code rollout}, and no library: the three formats are small, and the
 * libraries that write them would bring a second protocol buffers beside Spark's.
 */
package io.github.udrlpg.export;

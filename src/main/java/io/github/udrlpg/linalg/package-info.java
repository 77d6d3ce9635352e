/**
 * Matrix products with OpenBLAS on memory outside the Java heap, and the few threads that share
 * them. It is the only package beside the MuJoCo binding that may use {@code org.bytedeco}.
 *
 * <p>Imports nothing of this project.
 */
package io.github.udrlpg.linalg;

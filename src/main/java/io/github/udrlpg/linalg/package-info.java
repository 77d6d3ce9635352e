/**
 * Matrix products with OpenBLAS on memory outside the Java heap, and the few threads that share
 * them. It imports {@code org.bytedeco} and nothing of this project, and is the only package
 * besides the MuJoCo binding that may import {@code org.bytedeco}.
 */
package io.github.udrlpg.linalg;

package io.github.udrlpg.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

/**
 * Single-precision matrix products with OpenBLAS, written straight into existing memory.
 *
 * <p>Every product runs on the thread that asks for it: {@link WorkerTeam} shares the work out
 * instead. OpenBLAS' own threads would split a product differently for different core counts, and
 * they keep spinning between products on the cores that the element-wise passes need.
 */
public final class Sgemm {
  private Sgemm() {}

  /**
   * Makes OpenBLAS run each product on the calling thread only, in the whole process. ND4J sets the
   * number of threads when it starts, so call this after it did.
   */
  public static void useCallingThreadOnly() {
    blas_set_num_threads(1);
  }

  /**
   * Computes {@code result = a · b}.
   *
   * @param a {@code [m, k]}
   * @param b {@code [k, n]}
   * @param result {@code [m, n]}, overwritten; must not overlap the factors
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiply(NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    check(a.rows(), a.columns(), b.rows(), b.columns(), result);
    gemm(CblasNoTrans, CblasNoTrans, a.columns(), a, b, result);
  }

  /**
   * Computes {@code result = aᵀ · b}.
   *
   * @param a {@code [k, m]}
   * @param b {@code [k, n]}
   * @param result {@code [m, n]}, overwritten; must not overlap the factors
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiplyTransposedLeft(NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    check(a.columns(), a.rows(), b.rows(), b.columns(), result);
    gemm(CblasTrans, CblasNoTrans, a.rows(), a, b, result);
  }

  /**
   * Computes {@code result = a · bᵀ}.
   *
   * @param a {@code [m, k]}
   * @param b {@code [n, k]}
   * @param result {@code [m, n]}, overwritten; must not overlap the factors
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void multiplyTransposedRight(NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    check(a.rows(), a.columns(), b.columns(), b.rows(), result);
    gemm(CblasNoTrans, CblasTrans, a.columns(), a, b, result);
  }

  private static void check(int m, int k, int otherK, int n, NativeMatrix result) {
    if (k != otherK || m != result.rows() || n != result.columns()) {
      throw new IllegalArgumentException(
          "Matrix product mismatch: [%d, %d] · [%d, %d] does not give %s"
              .formatted(m, k, otherK, n, result));
    }
  }

  private static void gemm(
      int transposeA, int transposeB, int k, NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    cblas_sgemm(
        CblasColMajor,
        transposeA,
        transposeB,
        result.rows(),
        result.columns(),
        k,
        1f,
        a.pointer(),
        a.stride(),
        b.pointer(),
        b.stride(),
        0f,
        result.pointer(),
        result.stride());
  }
}

package io.github.udrlpg.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import io.github.udrlpg.text.Text;

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
    gemm(CblasNoTrans, CblasNoTrans, a.rows(), b.columns(), a.columns(), a, b, 0, result);
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
    gemm(CblasTrans, CblasNoTrans, a.columns(), b.columns(), a.rows(), a, b, 0, result);
  }

  /**
   * Computes {@code result = a · b} with the leading parts of larger matrices, so that no views
   * have to be made where sizes change from call to call.
   *
   * @param a {@code [m, k]} at least
   * @param b {@code [k, n]} at least
   * @param result {@code [m, n]} at least, of which that part is overwritten
   * @throws IllegalArgumentException if a matrix is smaller
   */
  public static void multiplyLeading(
      int m, int n, int k, NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    require(a, m, k);
    require(b, k, n);
    require(result, m, n);
    gemm(CblasNoTrans, CblasNoTrans, m, n, k, a, b, 0, result);
  }

  /**
   * Computes {@code result = aᵀ · b} with the leading parts of larger matrices.
   *
   * @param a {@code [k, m]} at least
   * @param b {@code [k, n]} at least
   * @param result {@code [m, n]} at least, of which that part is overwritten
   * @throws IllegalArgumentException if a matrix is smaller
   */
  public static void multiplyLeadingTransposedLeft(
      int m, int n, int k, NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    require(a, k, m);
    require(b, k, n);
    require(result, m, n);
    gemm(CblasTrans, CblasNoTrans, m, n, k, a, b, 0, result);
  }

  /**
   * Computes {@code result = beta · result + a · bᵀ} with the leading parts of larger matrices.
   *
   * @param a {@code [m, k]} at least
   * @param b {@code [n, k]} at least
   * @param beta 0 to overwrite, 1 to add
   * @param result {@code [m, n]} at least, of which that part is changed
   * @throws IllegalArgumentException if a matrix is smaller
   */
  public static void multiplyLeadingTransposedRight(
      int m, int n, int k, NativeMatrix a, NativeMatrix b, float beta, NativeMatrix result) {
    require(a, m, k);
    require(b, n, k);
    require(result, m, n);
    gemm(CblasNoTrans, CblasTrans, m, n, k, a, b, beta, result);
  }

  private static void check(int m, int k, int otherK, int n, NativeMatrix result) {
    if (k != otherK || m != result.rows() || n != result.columns()) {
      throw new IllegalArgumentException(
          Text.format(
              "Matrix product mismatch: [%d, %d] · [%d, %d] does not give %s",
              m, k, otherK, n, result));
    }
  }

  private static void require(NativeMatrix matrix, int rows, int columns) {
    if (matrix.rows() < rows || matrix.columns() < columns) {
      throw new IllegalArgumentException(
          Text.format(
              "Matrix product mismatch: %s has no leading part [%d, %d]", matrix, rows, columns));
    }
  }

  private static void gemm(
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      NativeMatrix a,
      NativeMatrix b,
      float beta,
      NativeMatrix result) {
    cblas_sgemm(
        CblasColMajor,
        transposeA,
        transposeB,
        m,
        n,
        k,
        1f,
        a.pointer(),
        a.stride(),
        b.pointer(),
        b.stride(),
        beta,
        result.pointer(),
        result.stride());
  }
}

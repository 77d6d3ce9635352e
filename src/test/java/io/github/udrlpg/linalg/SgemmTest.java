package io.github.udrlpg.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("native")
class SgemmTest {
  private final UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(1L);

  @Test
  void multipliesPartsOfMatrices() {
    NativeMatrix a = random(9, 8).rows(2, 5).columns(1, 6);
    NativeMatrix b = random(7, 9).rows(1, 6).columns(3, 4);
    NativeMatrix result = random(6, 5).rows(1, 5).columns(1, 4);
    Sgemm.multiply(a, b, result);
    assertProduct(values(a), values(b), result);

    NativeMatrix transposedA = transpose(a);
    Sgemm.multiplyTransposedLeft(transposedA, b, result);
    assertProduct(values(a), values(b), result);
  }

  @Test
  void multipliesLeadingPartsOfLargerMatricesAndLeavesTheRestAlone() {
    NativeMatrix a = random(9, 8);
    NativeMatrix b = random(7, 9);
    NativeMatrix left = a.rows(0, 5).columns(0, 6);
    NativeMatrix right = b.rows(0, 6).columns(0, 4);
    NativeMatrix result = random(8, 7);
    float[][] before = values(result);
    Sgemm.multiplyLeading(5, 4, 6, a, b, result);
    assertProduct(values(left), values(right), result.rows(0, 5).columns(0, 4));

    Sgemm.multiplyLeadingTransposedLeft(5, 4, 6, transpose(a), b, result);
    assertProduct(values(left), values(right), result.rows(0, 5).columns(0, 4));

    Sgemm.multiplyLeadingTransposedRight(5, 4, 6, a, transpose(b), 0, result);
    assertProduct(values(left), values(right), result.rows(0, 5).columns(0, 4));
    float[][] once = values(result);
    Sgemm.multiplyLeadingTransposedRight(5, 4, 6, a, transpose(b), 1, result);
    float[][] twice = values(result);
    assertThat(twice[3][4]).isCloseTo(2 * once[3][4], within(1e-6f));

    assertThat(twice[4]).isEqualTo(before[4]);
    assertThat(twice[0][5]).isEqualTo(before[0][5]);
  }

  @Test
  void addingNothingLeavesZeroOrWhatWasThere() {
    NativeMatrix result = random(2, 2);
    float[][] before = values(result);
    Sgemm.multiplyLeadingTransposedRight(2, 2, 0, random(2, 3), random(2, 3), 1, result);
    assertThat(values(result)).isDeepEqualTo(before);
    Sgemm.multiplyLeadingTransposedRight(2, 2, 0, random(2, 3), random(2, 3), 0, result);
    assertThat(values(result)).isDeepEqualTo(new float[2][2]);
  }

  @Test
  void leavesWhatIsOutsideTheResultAlone() {
    NativeMatrix whole = random(4, 4);
    float[][] before = values(whole);
    Sgemm.multiply(random(2, 3), random(3, 2), whole.rows(1, 2).columns(1, 2));
    float[][] after = values(whole);
    assertThat(after[0]).isEqualTo(before[0]);
    assertThat(after[3]).isEqualTo(before[3]);
    assertThat(after[1][0]).isEqualTo(before[1][0]);
    assertThat(after[1][1]).isNotEqualTo(before[1][1]);
    assertThat(after[2][3]).isEqualTo(before[2][3]);
  }

  @Test
  void viewsEveryOtherColumn() {
    NativeMatrix matrix = random(3, 5);
    assertThat(values(matrix.everyColumn(2)))
        .isDeepEqualTo(new float[][] {values(matrix)[0], values(matrix)[2], values(matrix)[4]});
  }

  @Test
  void refusesShapesThatDoNotFit() {
    assertThatThrownBy(() -> Sgemm.multiply(random(2, 3), random(4, 5), random(2, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Matrix product mismatch: [2, 3] · [4, 5] does not give [2, 5]");
    assertThatThrownBy(() -> Sgemm.multiplyTransposedLeft(random(3, 2), random(3, 5), random(3, 5)))
        .hasMessage("Matrix product mismatch: [2, 3] · [3, 5] does not give [3, 5]");
    assertThatThrownBy(
            () -> Sgemm.multiplyLeading(3, 5, 3, random(2, 3), random(4, 5), random(3, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Matrix product mismatch: [2, 3] has no leading part [3, 3]");
    assertThatThrownBy(() -> NativeMatrix.of(FloatBuffer.allocate(4), 0, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A native matrix needs a direct buffer, found one on the Java heap");
    assertThatThrownBy(() -> NativeMatrix.of(direct(4), 0, 0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A native matrix needs at least one row and one column, found [0, 2]");
    assertThatThrownBy(() -> NativeMatrix.of(direct(4), 1, 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> random(2, 2).rows(1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> random(2, 2).everyColumn(0))
        .hasMessage("Column step must be positive, found 0");
  }

  private static void assertProduct(float[][] a, float[][] b, NativeMatrix result) {
    float[][] columns = values(result);
    for (int n = 0; n < b.length; n++) {
      for (int m = 0; m < a[0].length; m++) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
          sum += (double) a[k][m] * b[n][k];
        }
        assertThat((double) columns[n][m]).isCloseTo(sum, within(1e-6));
      }
    }
  }

  private NativeMatrix random(int rows, int columns) {
    FloatBuffer memory = direct(rows * columns);
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, random.nextFloat() - 0.5f);
    }
    return NativeMatrix.of(memory, 0, rows, columns);
  }

  private static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(length * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static NativeMatrix transpose(NativeMatrix matrix) {
    float[][] columns = values(matrix);
    NativeMatrix result =
        NativeMatrix.of(
            direct(matrix.rows() * matrix.columns()), 0, matrix.columns(), matrix.rows());
    float[] column = new float[matrix.columns()];
    for (int row = 0; row < matrix.rows(); row++) {
      for (int c = 0; c < columns.length; c++) {
        column[c] = columns[c][row];
      }
      result.writeColumn(row, column);
    }
    return result;
  }

  private static float[][] values(NativeMatrix matrix) {
    float[][] columns = new float[matrix.columns()][matrix.rows()];
    for (int column = 0; column < columns.length; column++) {
      matrix.readColumn(column, columns[column]);
    }
    return columns;
  }
}

package io.github.udrlpg.policy;

import java.util.stream.Stream;

/**
 * An affine map {@code y = W x + b} in single precision, in the form that is fastest for its shape.
 *
 * <p>Every product is added by {@link Math#fma}: it is defined to the last bit, the same on every
 * processor, and takes one instruction where two would fill a loop that the Java 17 compiler no
 * longer vectorises. (Processors from before 2013 have no such instruction and would be slow.)
 */
sealed interface AffineMap {

  /**
   * From how many outputs on rows of inputs are added up. Their loop runs over the outputs, so that
   * for few of them dot products are faster, even though these do not vectorise: 0.3 µs instead of
   * 0.6 to 1.2 for 256 inputs and 3 outputs.
   */
  int LEAST_OUTPUTS_OF_ROWS = 8;

  /** Returns the map that is zero everywhere. */
  static AffineMap zero(int inputs, int outputs) {
    return outputs < LEAST_OUTPUTS_OF_ROWS
        ? new DotProducts(inputs, outputs)
        : new RowUpdates(inputs, outputs);
  }

  /**
   * Takes over a copy of W and b.
   *
   * @param flat the weights of a policy, [parameters]
   * @param weightOffset where W begins, row-major [outputs, inputs]
   * @param biasOffset where b begins, [outputs]
   */
  void set(float[] flat, int weightOffset, int biasOffset);

  /**
   * Computes {@code y = W x + b}.
   *
   * @param inputs x, [inputs]
   * @param outputs receives y, [outputs]
   */
  void apply(float[] inputs, float[] outputs);

  /** One dot product for each output: for few outputs. */
  final class DotProducts implements AffineMap {
    /** W, [outputs][inputs]. */
    private final float[][] weights;

    private final float[] bias;

    private DotProducts(int inputs, int outputs) {
      this.weights = new float[outputs][inputs];
      this.bias = new float[outputs];
    }

    @Override
    public void set(float[] flat, int weightOffset, int biasOffset) {
      int offset = weightOffset;
      for (float[] row : weights) {
        System.arraycopy(flat, offset, row, 0, row.length);
        offset += row.length;
      }
      System.arraycopy(flat, biasOffset, bias, 0, bias.length);
    }

    @Override
    public void apply(float[] inputs, float[] outputs) {
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = dot(weights[i], inputs, bias[i]);
      }
    }

    /** Eight sums, so that an addition need not wait for the one before it. */
    private static float dot(float[] row, float[] inputs, float bias) {
      float sum0 = bias;
      float sum1 = 0;
      float sum2 = 0;
      float sum3 = 0;
      float sum4 = 0;
      float sum5 = 0;
      float sum6 = 0;
      float sum7 = 0;
      int k = 0;
      for (; k + 8 <= inputs.length; k += 8) {
        sum0 = Math.fma(row[k], inputs[k], sum0);
        sum1 = Math.fma(row[k + 1], inputs[k + 1], sum1);
        sum2 = Math.fma(row[k + 2], inputs[k + 2], sum2);
        sum3 = Math.fma(row[k + 3], inputs[k + 3], sum3);
        sum4 = Math.fma(row[k + 4], inputs[k + 4], sum4);
        sum5 = Math.fma(row[k + 5], inputs[k + 5], sum5);
        sum6 = Math.fma(row[k + 6], inputs[k + 6], sum6);
        sum7 = Math.fma(row[k + 7], inputs[k + 7], sum7);
      }
      for (; k < inputs.length; k++) {
        sum0 = Math.fma(row[k], inputs[k], sum0);
      }
      return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
    }
  }

  /**
   * Adds each input's row of weights to all outputs, which vectorises where a dot product does not.
   * Four rows at a time load and store the outputs less often; from eight rows on the Java 17
   * compiler gives up, and so it does for rows that share one array. The order of additions is that
   * of one row after the other.
   */
  final class RowUpdates implements AffineMap {
    private static final int CACHE_LINE_BYTES = 64;
    private static final int ARRAY_HEADER_BYTES = 16;

    /** W transposed, [inputs][outputs], and behind each row what fills its last cache line. */
    private final float[][] rows;

    private final float[] bias;

    private RowUpdates(int inputs, int outputs) {
      int length = paddedLength(outputs);
      this.rows = Stream.generate(() -> new float[length]).limit(inputs).toArray(float[][]::new);
      this.bias = new float[outputs];
    }

    /**
     * Returns the length of an array that fills whole cache lines. Rows that were created one after
     * the other then begin at the same place of a line, so that where one vector lies within a
     * line, those of all rows do: 3.2 µs instead of 3.7 for 256 × 256.
     */
    private static int paddedLength(int outputs) {
      int bytes = ARRAY_HEADER_BYTES + outputs * Float.BYTES;
      int lines = (bytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES;
      return (lines * CACHE_LINE_BYTES - ARRAY_HEADER_BYTES) / Float.BYTES;
    }

    @Override
    public void set(float[] flat, int weightOffset, int biasOffset) {
      for (int out = 0; out < bias.length; out++) {
        for (int in = 0; in < rows.length; in++) {
          rows[in][out] = flat[weightOffset + out * rows.length + in];
        }
      }
      System.arraycopy(flat, biasOffset, bias, 0, bias.length);
    }

    @Override
    public void apply(float[] inputs, float[] outputs) {
      System.arraycopy(bias, 0, outputs, 0, outputs.length);
      int k = 0;
      for (; k + 4 <= inputs.length; k += 4) {
        addRows(
            rows[k],
            rows[k + 1],
            rows[k + 2],
            rows[k + 3],
            inputs[k],
            inputs[k + 1],
            inputs[k + 2],
            inputs[k + 3],
            outputs);
      }
      for (; k < inputs.length; k++) {
        addRow(rows[k], inputs[k], outputs);
      }
    }

    private static void addRows(
        float[] row0,
        float[] row1,
        float[] row2,
        float[] row3,
        float input0,
        float input1,
        float input2,
        float input3,
        float[] outputs) {
      for (int i = 0; i < outputs.length; i++) {
        float sum01 = Math.fma(row1[i], input1, Math.fma(row0[i], input0, outputs[i]));
        outputs[i] = Math.fma(row3[i], input3, Math.fma(row2[i], input2, sum01));
      }
    }

    private static void addRow(float[] row, float input, float[] outputs) {
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = Math.fma(row[i], input, outputs[i]);
      }
    }
  }
}

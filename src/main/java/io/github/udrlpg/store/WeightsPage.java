package io.github.udrlpg.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * Writes the weights of a policy as one page of plain floats, copied as a block.
 *
 * <p>Parquet's own way takes a value at a time through five layers, which for 70 000 weights costs
 * more than all the rest of storing a policy. The page is the same as that way would write it.
 */
final class WeightsPage {
  static final ColumnDescriptor COLUMN =
      PolicySchema.TYPE.getColumnDescription(new String[] {"weights", "list", "element"});

  private WeightsPage() {}

  /**
   * Writes a page that is a row.
   *
   * @param weights {@code [parameters]}, not empty
   * @throws IllegalArgumentException if it is empty: that would be another kind of page
   */
  static void write(float[] weights, PageWriter pages) throws IOException {
    if (weights.length == 0) {
      throw new IllegalArgumentException("A policy must have weights, found none");
    }
    pages.writePage(
        BytesInput.from(encode(weights)),
        weights.length,
        1,
        statistics(weights),
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
  }

  private static Statistics<?> statistics(float[] weights) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float weight : weights) {
      // Not Math.min: NaN has no place in statistics.
      min = weight < min ? weight : min;
      max = weight > max ? weight : max;
    }
    Statistics<?> statistics = Statistics.createStats(COLUMN.getPrimitiveType());
    statistics.updateStats(min);
    statistics.updateStats(max);
    return statistics;
  }

  private static byte[] encode(float[] weights) {
    byte[] levels = RowLevels.of(weights.length).encoded();
    byte[] page = Arrays.copyOf(levels, levels.length + Float.BYTES * weights.length);
    ByteBuffer.wrap(page, levels.length, Float.BYTES * weights.length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(weights);
    return page;
  }
}

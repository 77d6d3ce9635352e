package io.github.udrlpg.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;

/**
 * Writes the weights of a policy as one page of plain floats, copied as a block.
 *
 * <p>Parquet's own way takes a value at a time through five layers, which for 70 000 weights costs
 * more than all the rest of storing a policy. The page is the same as that way would write it.
 */
final class WeightsPage {
  static final ColumnDescriptor COLUMN =
      PolicySchema.TYPE.getColumnDescription(new String[] {"weights", "list", "element"});

  /** Both levels of the column are 0 or 1. */
  private static final int LEVEL_BITS = 1;

  private byte[] levels = {};
  private int levelsCount;

  /**
   * Writes a page that is a row.
   *
   * @param weights {@code [parameters]}, not empty
   * @throws IllegalArgumentException if it is empty: that would be another kind of page
   */
  void write(float[] weights, PageWriter pages) throws IOException {
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

  private byte[] encode(float[] weights) throws IOException {
    // The policies of a run are all of one size.
    if (levelsCount != weights.length) {
      levels = encodeLevels(weights.length);
      levelsCount = weights.length;
    }
    byte[] page = Arrays.copyOf(levels, levels.length + Float.BYTES * weights.length);
    ByteBuffer.wrap(page, levels.length, Float.BYTES * weights.length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(weights);
    return page;
  }

  /** Returns the levels of a page: the first value begins a row, and every value is there. */
  private static byte[] encodeLevels(int count) throws IOException {
    RunLengthBitPackingHybridValuesWriter repetition = levelWriter();
    RunLengthBitPackingHybridValuesWriter definition = levelWriter();
    for (int i = 0; i < count; i++) {
      repetition.writeInteger(i == 0 ? 0 : 1);
      definition.writeInteger(1);
    }
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    repetition.getBytes().writeAllTo(levels);
    definition.getBytes().writeAllTo(levels);
    return levels.toByteArray();
  }

  private static RunLengthBitPackingHybridValuesWriter levelWriter() {
    return new RunLengthBitPackingHybridValuesWriter(
        LEVEL_BITS, 64, 1 << 20, new HeapByteBufferAllocator());
  }
}

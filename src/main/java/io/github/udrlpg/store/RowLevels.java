package io.github.udrlpg.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;

/**
 * The levels of a page that is one list: the first value begins a row, all others go on with it,
 * and every value is there. They are the same for all policies of one size.
 *
 * @param count values of the list
 * @param encoded repetition and definition levels as they stand at the beginning of the page
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record RowLevels(int count, byte[] encoded) {
  /** Both levels of a list's elements are 0 or 1. */
  private static final int LEVEL_BITS = 1;

  private static volatile RowLevels latest = new RowLevels(0, new byte[0]);

  /** Returns the levels of a list of {@code count} values; they must not be changed. */
  static RowLevels of(int count) {
    RowLevels levels = latest;
    if (levels.count() != count) {
      levels = new RowLevels(count, encode(count));
      latest = levels;
    }
    return levels;
  }

  private static byte[] encode(int count) {
    RunLengthBitPackingHybridValuesWriter repetition = writer();
    RunLengthBitPackingHybridValuesWriter definition = writer();
    for (int i = 0; i < count; i++) {
      repetition.writeInteger(i == 0 ? 0 : 1);
      definition.writeInteger(1);
    }
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    try {
      repetition.getBytes().writeAllTo(levels);
      definition.getBytes().writeAllTo(levels);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot encode levels into memory", e);
    }
    return levels.toByteArray();
  }

  private static RunLengthBitPackingHybridValuesWriter writer() {
    return new RunLengthBitPackingHybridValuesWriter(
        LEVEL_BITS, 64, 1 << 20, new HeapByteBufferAllocator());
  }
}

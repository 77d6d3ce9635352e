package io.github.udrlpg.metrics;

import io.github.udrlpg.store.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A checksum of a whole Parquet file inside the file itself. It stands right before the footer,
 * where readers never look: they go by the footer's places. Checksums of pages do not cover the
 * footer, in which a flipped bit can make rows vanish without a word.
 */
final class ParquetSeal {
  private static final byte[] MARK = "udrlpg-sha256:".getBytes(StandardCharsets.US_ASCII);
  private static final int HEX = 64;
  private static final int SEAL = MARK.length + HEX;

  /** Behind the footer stand its length and Parquet's magic number. */
  private static final int TAIL = 8;

  private ParquetSeal() {}

  /** Returns a file with its checksum in it. */
  static byte[] seal(byte[] parquet) {
    int footer = footer(parquet);
    byte[] checksum = Sha256.hex(parquet).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(parquet.length + SEAL)
        .put(parquet, 0, footer)
        .put(MARK)
        .put(checksum)
        .put(parquet, footer, parquet.length - footer)
        .array();
  }

  /** Returns whether a file is what was sealed. */
  static boolean isIntact(byte[] file) {
    int mark = indexOfMark(file);
    if (mark < 0 || mark + SEAL != footer(file)) {
      return false;
    }
    ByteBuffer body = ByteBuffer.wrap(file, 0, mark);
    ByteBuffer rest = ByteBuffer.wrap(file, mark + SEAL, file.length - mark - SEAL);
    String stated = new String(file, mark + MARK.length, HEX, StandardCharsets.US_ASCII);
    return Sha256.hex(body, rest).equals(stated);
  }

  private static int footer(byte[] file) {
    int length =
        file.length < TAIL
            ? -1
            : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
    return file.length - TAIL - length;
  }

  private static int indexOfMark(byte[] file) {
    for (int i = file.length - SEAL; i >= 0; i--) {
      if (Arrays.equals(file, i, i + MARK.length, MARK, 0, MARK.length)) {
        return i;
      }
    }
    return -1;
  }
}

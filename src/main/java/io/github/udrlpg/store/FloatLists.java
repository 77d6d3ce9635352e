package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Reads a column of lists of floats, page by page: the values are plain and copied as a block. The
 * levels that say where a row begins are read one by one only where a page is not one whole row, as
 * those of earlier versions.
 */
final class FloatLists {
  private final ColumnDescriptor column;
  private final int[] ends;
  private float[] values = {};
  private int row = -1;
  private int place;

  /**
   * @param rows of the row group
   */
  FloatLists(ColumnDescriptor column, int rows) {
    this.column = column;
    this.ends = new int[rows];
  }

  /**
   * Returns the list of each row.
   *
   * @throws ParquetDecodingException if a page is not as this project's writers make it
   */
  float[][] read(PageReader pages) {
    int total = Math.toIntExact(pages.getTotalValueCount());
    values = new float[total];
    for (int left = total; left > 0; ) {
      DataPage page = pages.readPage();
      if (!(page instanceof DataPageV1 plain) || plain.getValueEncoding() != Encoding.PLAIN) {
        throw new ParquetDecodingException(
            Text.format("Column %s is not written as plain values", column));
      }
      try {
        read(plain);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read column " + column, e);
      }
      left -= page.getValueCount();
    }
    float[][] lists = new float[ends.length][];
    for (int i = 0; i < lists.length; i++) {
      lists[i] = Arrays.copyOfRange(values, i == 0 ? 0 : ends[i - 1], ends[i]);
    }
    return lists;
  }

  private void read(DataPageV1 page) throws IOException {
    ByteBufferInputStream bytes = page.getBytes().toInputStream();
    ByteBuffer body = bytes.slice(bytes.available());
    int first = place;
    byte[] oneRow = RowLevels.of(page.getValueCount()).encoded();
    // Every page that our writers make begins like this.
    if (body.remaining() >= oneRow.length
        && body.slice(body.position(), oneRow.length).equals(ByteBuffer.wrap(oneRow))) {
      body.position(body.position() + oneRow.length);
      row++;
      place += page.getValueCount();
      ends[row] = place;
    } else {
      ByteBufferInputStream levels = ByteBufferInputStream.wrap(body);
      readLevels(page, levels);
      body = levels.slice(levels.available());
    }
    int defined = place - first;
    if (body.remaining() < Float.BYTES * defined) {
      throw new EOFException("The page ends before its values do");
    }
    body.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, first, defined);
  }

  private void readLevels(DataPageV1 page, ByteBufferInputStream bytes) throws IOException {
    int count = page.getValueCount();
    ValuesReader repetition =
        page.getRlEncoding().getValuesReader(column, ValuesType.REPETITION_LEVEL);
    repetition.initFromPage(count, bytes);
    ValuesReader definition =
        page.getDlEncoding().getValuesReader(column, ValuesType.DEFINITION_LEVEL);
    definition.initFromPage(count, bytes);
    for (int i = 0; i < count; i++) {
      if (repetition.readInteger() == 0) {
        row++;
      }
      // An empty list stands as one value that is not defined.
      if (definition.readInteger() == column.getMaxDefinitionLevel()) {
        place++;
      }
      ends[row] = place;
    }
  }
}

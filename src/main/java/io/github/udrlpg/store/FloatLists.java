package io.github.udrlpg.store;

import io.github.udrlpg.text.Text;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Reads a column of lists of floats, page by page: each page is one whole row, and its plain values
 * are copied as a block.
 */
final class FloatLists {
  private final ColumnDescriptor column;
  private final int rows;

  /**
   * @param rows of the row group
   */
  FloatLists(ColumnDescriptor column, int rows) {
    this.column = column;
    this.rows = rows;
  }

  /**
   * Returns the list of each row.
   *
   * @throws ParquetDecodingException if a page is not as this project's writers make it
   */
  float[][] read(PageReader pages) {
    float[][] lists = new float[rows][];
    for (int row = 0; row < rows; row++) {
      DataPage page = pages.readPage();
      if (!(page instanceof DataPageV1 plain) || plain.getValueEncoding() != Encoding.PLAIN) {
        throw new ParquetDecodingException(
            Text.format("Column %s is not written as plain values, a page for each row", column));
      }
      try {
        lists[row] = read(plain);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read column " + column, e);
      }
    }
    return lists;
  }

  private float[] read(DataPageV1 page) throws IOException {
    ByteBufferInputStream bytes = page.getBytes().toInputStream();
    ByteBuffer body = bytes.slice(bytes.available());
    byte[] levels = RowLevels.of(page.getValueCount()).encoded();
    float[] values = new float[page.getValueCount()];
    if (body.remaining() < levels.length + Float.BYTES * values.length) {
      throw new EOFException("The page ends before its values do");
    }
    if (!body.slice(body.position(), levels.length).equals(ByteBuffer.wrap(levels))) {
      throw new ParquetDecodingException(
          Text.format("A page of column %s is not one whole row", column));
    }
    body.position(body.position() + levels.length);
    body.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}

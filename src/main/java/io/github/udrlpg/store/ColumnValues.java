package io.github.udrlpg.store;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** Reads the columns of one row group into primitive arrays: a value, or a list, for each row. */
final class ColumnValues {
  private final PageReadStore rowGroup;
  private final MessageType type;
  private final ColumnReadStoreImpl columns;
  private final int rows;

  /**
   * @param rowGroup the pages of the columns of {@code type}
   * @param createdBy what the file says of its writer
   */
  ColumnValues(PageReadStore rowGroup, MessageType type, String createdBy) {
    this.rowGroup = rowGroup;
    this.type = type;
    this.rows = Math.toIntExact(rowGroup.getRowCount());
    this.columns = new ColumnReadStoreImpl(rowGroup, new Inert(type), type, createdBy);
  }

  /** Receives the values of a column: the row, the value's place in the row group, the reader. */
  private interface Visitor {
    void visit(int row, int place, ColumnReader reader);
  }

  int rows() {
    return rows;
  }

  boolean has(String column) {
    return type.containsField(column);
  }

  String[] texts(String... path) {
    String[] values = new String[rows];
    scan((row, place, reader) -> values[row] = reader.getBinary().toStringUsingUTF8(), path);
    return values;
  }

  int[] integers(String... path) {
    int[] values = new int[rows];
    scan((row, place, reader) -> values[row] = reader.getInteger(), path);
    return values;
  }

  long[] longs(String... path) {
    long[] values = new long[rows];
    scan((row, place, reader) -> values[row] = reader.getLong(), path);
    return values;
  }

  double[] doubles(String... path) {
    double[] values = new double[rows];
    scan((row, place, reader) -> values[row] = reader.getDouble(), path);
    return values;
  }

  float[][] floatLists(String... path) {
    ColumnDescriptor descriptor = descriptor(path);
    return new FloatLists(descriptor, rows).read(rowGroup.getPageReader(descriptor));
  }

  double[][] doubleLists(String... path) {
    double[] values = new double[valueCount(path)];
    int[] ends = scan((row, place, reader) -> values[place] = reader.getDouble(), path);
    double[][] lists = new double[rows][];
    for (int row = 0; row < rows; row++) {
      lists[row] = Arrays.copyOfRange(values, start(ends, row), ends[row]);
    }
    return lists;
  }

  /** Reads lists of integers of any width, or of booleans, of which true is 1. */
  long[][] longLists(String... path) {
    PrimitiveTypeName kind = type.getType(path).asPrimitiveType().getPrimitiveTypeName();
    long[] values = new long[valueCount(path)];
    int[] ends = scan((row, place, reader) -> values[place] = wholeNumber(reader, kind), path);
    long[][] lists = new long[rows][];
    for (int row = 0; row < rows; row++) {
      lists[row] = Arrays.copyOfRange(values, start(ends, row), ends[row]);
    }
    return lists;
  }

  private static long wholeNumber(ColumnReader reader, PrimitiveTypeName kind) {
    return switch (kind) {
      case BOOLEAN -> reader.getBoolean() ? 1 : 0;
      case INT32 -> reader.getInteger();
      default -> reader.getLong();
    };
  }

  private static int start(int[] ends, int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  private int valueCount(String... path) {
    return Math.toIntExact(rowGroup.getPageReader(descriptor(path)).getTotalValueCount());
  }

  /** Visits every value of a column and returns where the values of each row end. */
  private int[] scan(Visitor visitor, String... path) {
    ColumnDescriptor descriptor = descriptor(path);
    long values = rowGroup.getPageReader(descriptor).getTotalValueCount();
    ColumnReader reader = columns.getColumnReader(descriptor);
    int[] ends = new int[rows];
    int row = -1;
    int place = 0;
    for (long i = values; i > 0; i--) {
      if (reader.getCurrentRepetitionLevel() == 0) {
        row++;
      }
      // An empty list stands as one value that is not defined.
      if (reader.getCurrentDefinitionLevel() == descriptor.getMaxDefinitionLevel()) {
        visitor.visit(row, place, reader);
        place++;
      }
      reader.consume();
      ends[row] = place;
    }
    return ends;
  }

  private ColumnDescriptor descriptor(String... path) {
    return type.getColumnDescription(path);
  }

  /** Parquet asks for converters even where values are taken from the column readers. */
  private static final class Inert extends GroupConverter {
    private final Converter[] fields;

    Inert(GroupType group) {
      fields = new Converter[group.getFieldCount()];
      for (int i = 0; i < fields.length; i++) {
        Type field = group.getType(i);
        fields[i] =
            field.isPrimitive() ? new PrimitiveConverter() {} : new Inert(field.asGroupType());
      }
    }

    @Override
    public Converter getConverter(int fieldIndex) {
      return fields[fieldIndex];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}

package io.github.udrlpg.metrics;

import io.github.udrlpg.store.AtomicFiles;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** A small table whose columns are known only when it is written, as one Parquet file. */
public final class ColumnTable {
  private ColumnTable() {}

  /** What a column holds. */
  public enum Kind {
    /** A {@link Long}. */
    INTEGER,
    /** A {@link Double}. */
    NUMBER,
    /** A {@link String}. */
    TEXT
  }

  /**
   * A column.
   *
   * @param name its name
   * @param kind what it holds, or null where a row has nothing
   */
  public record Column(String name, Kind kind) {}

  /**
   * Stores a table in place of an earlier one.
   *
   * @param file the Parquet file
   * @param columns in the order of cells
   * @param rows the cells of each row, null for none
   * @throws IOException if the file system refuses
   */
  public static void write(
      Configuration hadoop, Path file, List<Column> columns, List<List<Object>> rows)
      throws IOException {
    MessageType message =
        new MessageType(
            "row", columns.stream().map(ColumnTable::type).toArray(PrimitiveType[]::new));
    MemoryOutputFile content = new MemoryOutputFile();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(content)
            .withConf(hadoop)
            .withType(message)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .build()) {
      for (List<Object> row : rows) {
        writer.write(group(message, row));
      }
    }
    AtomicFiles.replace(hadoop, file, ParquetSeal.seal(content.content()));
  }

  private static PrimitiveType type(Column column) {
    return switch (column.kind()) {
      case INTEGER ->
          Types.primitive(PrimitiveTypeName.INT64, Repetition.OPTIONAL).named(column.name());
      case NUMBER ->
          Types.primitive(PrimitiveTypeName.DOUBLE, Repetition.OPTIONAL).named(column.name());
      case TEXT ->
          Types.primitive(PrimitiveTypeName.BINARY, Repetition.OPTIONAL)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
    };
  }

  private static Group group(MessageType message, List<Object> row) {
    Group group = new SimpleGroup(message);
    for (int i = 0; i < row.size(); i++) {
      Object cell = row.get(i);
      if (cell instanceof Long number) {
        group.add(i, number);
      } else if (cell instanceof Double number) {
        group.add(i, number);
      } else if (cell != null) {
        group.add(i, (String) cell);
      }
    }
    return group;
  }
}

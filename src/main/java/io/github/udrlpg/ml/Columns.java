package io.github.udrlpg.ml;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What columns have to be, and how they are read. */
final class Columns {
  /** Weights as policies are stored, and run: an MLlib vector would double every one of them. */
  static final DataType WEIGHTS = DataTypes.createArrayType(DataTypes.FloatType, false);

  private Columns() {}

  /**
   * @throws InvalidInputException if there is no such column of numbers
   */
  static void requireNumbers(StructType schema, String name) {
    if (!(type(schema, name) instanceof NumericType)) {
      throw wrong(name, "must hold numbers", type(schema, name));
    }
  }

  /**
   * @throws InvalidInputException if there is no such column of weights
   */
  static void requireWeights(StructType schema, String name) {
    DataType type = type(schema, name);
    if (!isVector(type)
        && !(type instanceof ArrayType array && array.elementType() instanceof NumericType)) {
      throw wrong(name, "must hold arrays of numbers or vectors", type);
    }
  }

  /** Returns the schema with a column of weights more. */
  static StructType add(StructType schema, String name, Metadata metadata) {
    if (has(schema, name)) {
      throw new InvalidInputException(
          Text.format("Column '%s' is there already: set predictionCol to another name", name));
    }
    return schema.add(new StructField(name, WEIGHTS, true, metadata));
  }

  /** Returns whether there is a column of a name. */
  static boolean has(StructType schema, String name) {
    return List.of(schema.fieldNames()).contains(name);
  }

  /** Returns a column of arrays or vectors as one of {@code array<float>}. */
  static Column floats(StructType schema, String name) {
    Column column = org.apache.spark.sql.functions.col(name);
    return isVector(type(schema, name))
        ? functions.vector_to_array(column, "float32")
        : column.cast("array<float>");
  }

  /** Returns the values of a column of weights. */
  static float[] floats(List<Float> values) {
    float[] weights = new float[values.size()];
    int i = 0;
    for (Float value : values) {
      weights[i++] = value;
    }
    return weights;
  }

  private static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  private static DataType type(StructType schema, String name) {
    if (!has(schema, name)) {
      throw new InvalidInputException(
          Text.format(
              "There is no column '%s'; columns are %s",
              name, String.join(", ", schema.fieldNames())));
    }
    return schema.apply(name).dataType();
  }

  private static InvalidInputException wrong(String name, String rule, DataType found) {
    return new InvalidInputException(
        Text.format("Column '%s' %s, found %s", name, rule, found.simpleString()));
  }
}

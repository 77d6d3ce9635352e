package io.github.udrlpg.metrics;

import io.github.udrlpg.text.SnakeCase;
import io.github.udrlpg.text.Text;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Maps a flat record of numbers and texts to Parquet columns of the same names in snake case. A
 * column that an older file lacks reads as missing: NaN, an empty text, or −1, which no count is.
 */
final class RecordSchema<R extends Record> {
  private final Class<R> type;
  private final RecordComponent[] components;
  private final MessageType message;

  RecordSchema(Class<R> type) {
    this.type = type;
    this.components = type.getRecordComponents();
    List<Type> columns = new ArrayList<>();
    for (RecordComponent component : components) {
      columns.add(column(component));
    }
    this.message = new MessageType(SnakeCase.of(type.getSimpleName()), columns);
  }

  MessageType message() {
    return message;
  }

  private static PrimitiveType column(RecordComponent component) {
    String name = SnakeCase.of(component.getName());
    Class<?> value = component.getType();
    if (value == int.class) {
      return Types.required(PrimitiveTypeName.INT32).named(name);
    } else if (value == long.class) {
      return Types.required(PrimitiveTypeName.INT64).named(name);
    } else if (value == double.class) {
      return Types.required(PrimitiveTypeName.DOUBLE).named(name);
    } else if (value == String.class) {
      return Types.required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named(name);
    }
    throw new IllegalArgumentException(Text.format("No Parquet column for %s %s", value, name));
  }

  Group toGroup(R row) {
    Group group = new SimpleGroup(message);
    for (int i = 0; i < components.length; i++) {
      Object value = value(row, components[i]);
      if (value instanceof Integer number) {
        group.add(i, number);
      } else if (value instanceof Long number) {
        group.add(i, number);
      } else if (value instanceof Double number) {
        group.add(i, number);
      } else {
        group.add(i, (String) value);
      }
    }
    return group;
  }

  private static Object value(Record row, RecordComponent component) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  R toRecord(Group group) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      String column = message.getFieldName(i);
      Class<?> value = components[i].getType();
      if (!group.getType().containsField(column)) {
        values[i] = missing(value);
      } else if (value == int.class) {
        values[i] = group.getInteger(column, 0);
      } else if (value == long.class) {
        values[i] = group.getLong(column, 0);
      } else if (value == double.class) {
        values[i] = group.getDouble(column, 0);
      } else {
        values[i] = group.getString(column, 0);
      }
    }
    try {
      return constructor().newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot create a " + type.getName(), e);
    }
  }

  private static Object missing(Class<?> value) {
    if (value == int.class) {
      return -1;
    }
    if (value == long.class) {
      return -1L;
    }
    return value == double.class ? (Object) Double.NaN : "";
  }

  private Constructor<R> constructor() throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
  }
}

package io.github.udrlpg.tracking;

import io.github.udrlpg.text.SnakeCase;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One value of one metric.
 *
 * @param step environment steps of training
 */
record Point(String key, double value, long timestampMillis, long step) {

  /**
   * Returns a point for each number of a record, but for those that are none: a loss before the
   * first update.
   *
   * @param prefix of the metrics' names, which are those of the record's fields in snake case
   * @param without fields that are no metrics
   */
  static List<Point> of(String prefix, Record row, long step, Set<String> without) {
    long now = System.currentTimeMillis();
    List<Point> points = new ArrayList<>();
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      Object value = value(component, row);
      if (value instanceof Number number
          && Double.isFinite(number.doubleValue())
          && !without.contains(component.getName())) {
        points.add(
            new Point(prefix + SnakeCase.of(component.getName()), number.doubleValue(), now, step));
      }
    }
    return points;
  }

  private static Object value(RecordComponent component, Record row) {
    try {
      return component.getAccessor().invoke(row);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}

package io.github.udrlpg.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the tables of an analysis. */
public final class AnalysisTables {
  private AnalysisTables() {}

  /**
   * Returns the rows of some tables as JSON, in the order they stand.
   *
   * @param out the analysis' directory
   */
  public static Map<String, List<String>> read(SparkSession session, Path out, List<String> names) {
    Map<String, List<String>> tables = new TreeMap<>();
    for (String name : names) {
      String table = out.resolve("tables/" + name).toString();
      tables.put(
          name, session.read().parquet(table).collectAsList().stream().map(Row::json).toList());
    }
    return tables;
  }
}

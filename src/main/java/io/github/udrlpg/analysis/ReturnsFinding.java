package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.udrlpg.report.AnalysisData.Picture;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.report.Plot;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Says which returns there were, and when. */
final class ReturnsFinding {
  private ReturnsFinding() {}

  /** What a bucket holds over all iterations. */
  private record Bucket(long policies, double sum, int first, int last) {
    private Bucket plus(Bucket other) {
      return new Bucket(
          policies + other.policies,
          sum + other.sum,
          Math.min(first, other.first),
          Math.max(last, other.last));
    }
  }

  /** Adds the section of {@link PolicyTables#returns()}. */
  static void add(Findings findings, List<Row> rows, Traits traits) {
    List<Plot.Cell> cells = new ArrayList<>();
    Map<Integer, Bucket> buckets = new TreeMap<>();
    for (Row row : rows) {
      int first = row.getInt(0);
      int last = row.getInt(1);
      int bucket = row.getInt(2);
      long policies = row.getLong(3);
      cells.add(
          new Plot.Cell(
              first,
              last + 1.0,
              traits.bucketStart(bucket),
              traits.bucketStart(bucket + 1),
              policies));
      double mean = row.isNullAt(4) ? Double.NaN : row.getDouble(4);
      buckets.merge(bucket, new Bucket(policies, mean * policies, first, last), Bucket::plus);
    }
    Table table = table(buckets, traits);
    ArrayNode json = findings.summary().putArray("returns");
    buckets.forEach(
        (bucket, all) ->
            JsonNumbers.put(
                json.addObject().put("return_bucket", bucket).put("policies", all.policies()),
                "mean_return",
                all.sum() / all.policies()));
    findings.add(
        new Section(
            "Returns by bucket and iteration",
            Optional.of(
                new Picture(
                    "returns.png",
                    new Plot.Heat("Iteration", "Training return", cells),
                    Text.format("Policies of %d return buckets over iterations.", buckets.size()),
                    "Policies of each training return that were stored in each range of iterations:"
                        + " the stronger the colour, the more.")),
            List.of("The same for each range of iterations is in tables/returns."),
            Optional.of(table)));
  }

  private static Table table(Map<Integer, Bucket> buckets, Traits traits) {
    List<List<String>> rows = new ArrayList<>();
    buckets.forEach(
        (bucket, all) ->
            rows.add(
                List.of(
                    Integer.toString(bucket),
                    Table.interval(traits.bucketStart(bucket), traits.bucketStart(bucket + 1)),
                    Long.toString(all.policies()),
                    Table.number(all.sum() / all.policies()),
                    Integer.toString(all.first()),
                    Integer.toString(all.last()))));
    return new Table(
        List.of("Bucket", "Training return", "Policies", "Mean return", "Since", "Until"), rows);
  }
}

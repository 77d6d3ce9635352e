package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.report.AnalysisData.Picture;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.report.Plot;
import io.github.udrlpg.report.Plot.Line;
import io.github.udrlpg.report.Plot.Stroke;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.text.JsonNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** Says how the statistics moved that observations are normalised with. */
final class DriftFinding {
  private static final double LOG_2 = Math.log(2);

  private DriftFinding() {}

  /**
   * Adds the section.
   *
   * @param rows iteration, root mean square of shift, root mean square of log₂ of scale; over runs
   *     and coordinates, by iteration
   */
  static void add(Findings findings, List<Row> rows) {
    List<Double> iterations = new ArrayList<>();
    List<Double> shift = new ArrayList<>();
    List<Double> scale = new ArrayList<>();
    for (Row row : rows) {
      iterations.add((double) row.getInt(0));
      shift.add(row.getDouble(1));
      scale.add(row.getDouble(2) / LOG_2);
    }
    int half = rows.size() / 2;
    findings.say(
        "Halfway (iteration %.0f) observation means were %s final deviations from where they ended,"
            + " and deviations off by a factor of %s (root mean squares over coordinates).",
        iterations.get(half),
        Table.number(shift.get(half)),
        Table.number(Math.pow(2, scale.get(half))));
    ObjectNode json = findings.summary().putObject("drift");
    json.put("halfway_iteration", iterations.get(half).intValue());
    JsonNumbers.put(json, "halfway_shift", shift.get(half));
    JsonNumbers.put(json, "halfway_log2_scale", scale.get(half));
    findings.add(
        new Section(
            "Drift of the observation statistics",
            Optional.of(
                new Picture(
                    "drift.png",
                    new Plot.Lines(
                        "Iteration",
                        "Away from the last iteration",
                        List.of(
                            new Line("means, in final deviations", Stroke.SOLID, iterations, shift),
                            new Line("deviations, in doublings", Stroke.SOLID, iterations, scale))),
                    "How far observation means and deviations were from their last values.",
                    "Root mean squares over coordinates and runs. While the lines are far from 0,"
                        + " the same weights are another policy than at the end.")),
            List.of("Each coordinate of each iteration is in tables/drift."),
            Optional.of(table(iterations, shift, scale))));
  }

  private static Table table(List<Double> iterations, List<Double> shift, List<Double> scale) {
    List<List<String>> rows = new ArrayList<>();
    int last = iterations.size() - 1;
    for (double place : new double[] {0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9}) {
      int i = (int) Math.round(place * last);
      List<String> row =
          List.of(
              Integer.toString(iterations.get(i).intValue()),
              Table.number(shift.get(i)),
              Table.number(scale.get(i)));
      if (!rows.contains(row)) {
        rows.add(row);
      }
    }
    return new Table(
        List.of("Iteration", "Shift of means, in final deviations", "Doublings of deviations"),
        rows);
  }
}

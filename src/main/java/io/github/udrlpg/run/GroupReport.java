package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.run.GroupResults.SeedRun;
import io.github.udrlpg.stats.Estimators;
import io.github.udrlpg.stats.Interval;
import io.github.udrlpg.store.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes what the runs of a group say together into the group's directory. */
public final class GroupReport {
  private GroupReport() {}

  /**
   * Writes {@code summary.json}, and {@code aggregate/} if any run came to its end.
   *
   * @return the text of {@code summary.json}
   */
  public static String write(RunGroup group, GroupResults results) throws IOException {
    String summary = GroupSummary.of(results).toPrettyString() + "\n";
    if (!results.finished().isEmpty()) {
      write(group, "aggregate/curves.json", curves(results).toString() + "\n");
    }
    write(group, "summary.json", summary);
    return summary;
  }

  /** Returns the curves as drawn, with the band, and the curve of each run. */
  private static ObjectNode curves(GroupResults results) {
    ObjectNode json = StatisticsJson.JSON.createObjectNode();
    results.grid().points().forEach(json.putArray("env_steps")::add);
    double[][] curves = results.curves();
    List<Interval> band =
        GroupResults.bootstrap().curve(new double[][][] {curves}, Estimators::interquartileMean);
    ArrayNode iqm = json.putArray("iqm");
    ArrayNode mean = json.putArray("mean");
    ArrayNode lower = json.putArray("iqm_lower95");
    ArrayNode upper = json.putArray("iqm_upper95");
    for (int point = 0; point < band.size(); point++) {
      double[] here = at(curves, point);
      iqm.add(Estimators.interquartileMean(here));
      mean.add(Estimators.mean(here));
      lower.add(StatisticsJson.finite(band.get(point).lower()));
      upper.add(StatisticsJson.finite(band.get(point).upper()));
    }
    ObjectNode runs = json.putObject("runs");
    for (SeedRun run : results.finished()) {
      run.requireScores().curve().forEach(runs.putArray(RunGroup.name(run.seed()))::add);
    }
    return json;
  }

  private static double[] at(double[][] curves, int point) {
    return Arrays.stream(curves).mapToDouble(curve -> curve[point]).toArray();
  }

  private static void write(RunGroup group, String name, String content) throws IOException {
    AtomicFiles.replace(group.hadoop(), group.path(name), content.getBytes(StandardCharsets.UTF_8));
  }
}

package io.github.udrlpg.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.report.AggregateData;
import io.github.udrlpg.report.AggregatePage;
import io.github.udrlpg.report.GroupCurve;
import io.github.udrlpg.report.Pictures;
import io.github.udrlpg.stats.StratifiedBootstrap;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes what the runs of a group say together into the group's directory. */
public final class GroupReport {
  private GroupReport() {}

  /**
   * Writes {@code summary.json}, and {@code aggregate/} if any run came to its end.
   *
   * @param undrawn is told of pictures that could not be drawn
   * @return the text of {@code summary.json}
   */
  public static String write(RunGroup group, GroupResults results, Consumer<String> undrawn)
      throws IOException {
    String summary = GroupSummary.of(results).toPrettyString() + "\n";
    write(group, "summary.json", summary);
    if (!results.finished().isEmpty()) {
      AggregateData data = data(group, results);
      write(group, "aggregate/curves.json", curves(results, data.learning()) + "\n");
      write(group, "aggregate/index.html", AggregatePage.render(data));
      Pictures pictures = AggregatePage.pictures(data);
      pictures.warnings().forEach(undrawn);
      for (Map.Entry<String, byte[]> picture : pictures.files().entrySet()) {
        AtomicFiles.replace(
            group.hadoop(), group.path("aggregate/" + picture.getKey()), picture.getValue());
      }
    }
    return summary;
  }

  /** Returns how well the runs do what they are told, in one line; empty where nobody asked. */
  public static Optional<String> verdict(GroupResults results) {
    return GroupObedience.of(results).verdict();
  }

  private static AggregateData data(RunGroup group, GroupResults results) {
    return new AggregateData(
        Text.format("%s, %d seeds", results.environment(), results.runs().size()),
        results.warnings(),
        GroupCurves.learning(results, "interquartile mean"),
        GroupCurves.identities(results),
        GroupObedience.table(GroupObedience.of(results).rows("")),
        GroupObedience.of(results).statement().orElse(""),
        GroupTables.statistics(results),
        GroupTables.steps(results),
        GroupTables.seeds(results),
        results.runs().stream().map(GroupReport::link).toList(),
        StratifiedBootstrap.DEFAULT_RESAMPLES,
        group.configuration().hocon());
  }

  private static String link(SeedRun run) {
    return run.isFinished()
        ? Text.format("../%s/report/index.html", RunGroup.name(run.seed()))
        : "";
  }

  /** Returns the learning curve as drawn, with the band, and the curve of each run. */
  private static ObjectNode curves(GroupResults results, GroupCurve curve) {
    ObjectNode json = StatisticsJson.JSON.createObjectNode();
    results.grid().points().forEach(json.putArray("env_steps")::add);
    add(json.putArray("iqm"), curve.middle());
    add(json.putArray("iqm_lower95"), curve.lower());
    add(json.putArray("iqm_upper95"), curve.upper());
    ObjectNode runs = json.putObject("runs");
    for (SeedRun run : results.finished()) {
      add(runs.putArray(RunGroup.name(run.seed())), run.requireScores().curve());
    }
    return json;
  }

  private static void add(ArrayNode array, List<Double> values) {
    values.forEach(value -> array.add(JsonNumbers.of(value)));
  }

  private static void write(RunGroup group, String name, String content) throws IOException {
    AtomicFiles.replace(group.hadoop(), group.path(name), content.getBytes(StandardCharsets.UTF_8));
  }
}

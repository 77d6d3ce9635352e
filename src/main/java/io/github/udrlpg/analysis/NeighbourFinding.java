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

/** Says how near policies are to one another, and which are the same. */
final class NeighbourFinding {
  /** What is nearer than this share of what noise makes of one mean is as good as the same. */
  static final double NEAR = 0.1;

  private static final int MOST_POINTS = 200;

  private NeighbourFinding() {}

  static void add(Findings findings, List<Neighbour> neighbours, Row duplicates) {
    long groups = duplicates.getLong(0);
    long copies = duplicates.isNullAt(1) ? 0 : duplicates.getLong(1) - groups;
    if (copies == 0) {
      findings.say("No two policies have the same weights, bit for bit.");
    } else {
      findings.say(
          "%d policies have the weights of another one, bit for bit (%d different ones).",
          copies, groups);
    }
    ObjectNode json = findings.summary().putObject("neighbours");
    json.put("exact_copies", copies);
    double[] distances =
        neighbours.stream()
            .mapToDouble(Neighbour::toNoise)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (distances.length == 0) {
      findings.add(
          new Section(
              "Nearest neighbours and duplicates",
              Optional.empty(),
              List.of("The sample has no two policies with noise: there is nothing to compare."),
              Optional.empty()));
      return;
    }
    long near = neighbours.stream().filter(n -> n.toNoise() < NEAR).count();
    json.put("near_duplicates", near);
    JsonNumbers.put(json, "median_distance_to_noise", quantile(distances, 0.5));
    findings.say(
        "A policy's nearest neighbour in the sample is %s times as far (median) as noise alone sets"
            + " two policies of one mean apart; %d of %d are nearer than a tenth of that.",
        Table.number(quantile(distances, 0.5)), near, neighbours.size());
    findings.add(
        new Section(
            "Nearest neighbours and duplicates",
            Optional.of(
                new Picture(
                    "neighbours.png",
                    plot(distances),
                    "Distances to the nearest neighbour, from the least to the greatest.",
                    "Distance of each sampled policy to the nearest other one, in units of σ √(2n),"
                        + " which is how far noise σ on n weights sets two policies of the same"
                        + " mean apart. Far below 1 are copies; far above 1 nobody has been"
                        + " near.")),
            List.of(
                "Exact duplicates are counted among all policies, by SHA-256 of their weights;"
                    + " neighbours are those in the sample, so that among all policies they are"
                    + " nearer still. tables/neighbours names them, tables/duplicates the copies."),
            Optional.of(table(distances))));
  }

  private static Plot plot(double[] sorted) {
    List<Double> share = new ArrayList<>();
    List<Double> distance = new ArrayList<>();
    int count = Math.min(MOST_POINTS, sorted.length);
    for (int i = 0; i < count; i++) {
      double place = count == 1 ? 0.5 : (double) i / (count - 1);
      share.add(100 * place);
      distance.add(quantile(sorted, place));
    }
    return new Plot.Lines(
        "Share of policies, %",
        "Distance / (σ √(2n))",
        List.of(
            new Line("nearest neighbour", Stroke.SOLID, share, distance),
            new Line("noise alone", Stroke.DASHED, List.of(0.0, 100.0), List.of(1.0, 1.0))));
  }

  static double quantile(double[] sorted, double place) {
    return sorted[(int) Math.round(place * (sorted.length - 1))];
  }

  private static Table table(double[] sorted) {
    List<List<String>> rows = new ArrayList<>();
    for (double place : new double[] {0, 0.01, 0.1, 0.5, 0.9, 0.99, 1}) {
      rows.add(
          List.of(Findings.text("%.0f %%", 100 * place), Table.number(quantile(sorted, place))));
    }
    return new Table(List.of("Policies", "At most this far, in σ √(2n)"), rows);
  }
}

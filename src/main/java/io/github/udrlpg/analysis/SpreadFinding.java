package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.report.AnalysisData.Picture;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.report.Plot;
import io.github.udrlpg.report.Plot.Line;
import io.github.udrlpg.report.Plot.Stroke;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Says how far the policies of a bucket are from one another, beside the noise they were given. */
final class SpreadFinding {
  private SpreadFinding() {}

  static void add(Findings findings, List<Spread> spreads, int perBucket) {
    ArrayNode json = findings.summary().putArray("spread");
    for (Spread spread : spreads) {
      ObjectNode bucket =
          json.addObject().put("return_bucket", spread.bucket()).put("policies", spread.policies());
      JsonNumbers.put(bucket, "weight_deviation", spread.weightDeviation());
      JsonNumbers.put(bucket, "noise", spread.noise());
    }
    if (spreads.isEmpty()) {
      findings.add(
          new Section(
              "Spread of weights within a bucket",
              Optional.empty(),
              List.of("No return bucket has two policies."),
              Optional.empty()));
      return;
    }
    double[] ratios =
        spreads.stream().mapToDouble(Spread::toNoise).filter(Double::isFinite).sorted().toArray();
    if (ratios.length > 0) {
      findings.say(
          "Within a return bucket a weight's standard deviation is %s to %s times the noise that"
              + " policies were made with (median over buckets %s): 1 would be noise alone.",
          Table.number(ratios[0]),
          Table.number(ratios[ratios.length - 1]),
          Table.number(ratios[ratios.length / 2]));
    }
    findings.add(
        new Section(
            "Spread of weights within a bucket",
            Optional.of(
                new Picture(
                    "spread.png",
                    new Plot.Lines(
                        "Mean return of the bucket",
                        "Standard deviation of a weight",
                        List.of(
                            line("as stored", Stroke.SOLID, spreads, Spread::weightDeviation),
                            line("noise σ", Stroke.DASHED, spreads, Spread::noise),
                            line("restated", Stroke.SOLID, spreads, Spread::restatedDeviation))),
                    Text.format(
                        "Standard deviation of a weight in %d return buckets, beside the noise.",
                        spreads.size()),
                    "Root mean square over weights. Where the line as stored meets the noise, the"
                        + " policies of a bucket have one mean; what is above it the generator"
                        + " added while it learned, or there is more than one way to the return.")),
            List.of(
                Text.format("Of each bucket at most %d policies, chosen by hash.", perBucket),
                "Restated weights are those that act the same under the observation statistics of"
                    + " the last iteration, see the section on drift: the first layer differs."),
            Optional.of(table(spreads))));
  }

  private static Line line(
      String name, Stroke stroke, List<Spread> spreads, ToDoubleFunction<Spread> value) {
    List<Spread> ordered =
        spreads.stream().sorted(java.util.Comparator.comparingDouble(Spread::meanReturn)).toList();
    return new Line(
        name,
        stroke,
        ordered.stream().map(Spread::meanReturn).toList(),
        ordered.stream().map(value::applyAsDouble).toList());
  }

  private static Table table(List<Spread> spreads) {
    return new Table(
        List.of(
            "Bucket",
            "Policies",
            "Mean return",
            "Distance to mean",
            "Std of a weight",
            "Restated",
            "Noise σ",
            "Std / σ"),
        spreads.stream()
            .map(
                s ->
                    List.of(
                        Integer.toString(s.bucket()),
                        Integer.toString(s.policies()),
                        Table.number(s.meanReturn()),
                        Table.number(s.meanDistance()),
                        Table.number(s.weightDeviation()),
                        Table.number(s.restatedDeviation()),
                        Table.number(s.noise()),
                        Table.number(s.toNoise())))
            .toList());
  }
}

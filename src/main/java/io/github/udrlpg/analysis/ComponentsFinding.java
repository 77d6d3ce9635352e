package io.github.udrlpg.analysis;

import io.github.udrlpg.report.AnalysisData.Picture;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.report.Plot;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Shows the sample along its principal components. */
final class ComponentsFinding {
  static final int MOST_COMPONENTS = 10;

  private ComponentsFinding() {}

  /** Returns the table of scores. */
  static List<Row> rows(List<SampledPolicy> sample, PrincipalComponents components) {
    return sample.stream()
        .map(
            policy ->
                RowFactory.create(
                    policy.key().trialColumn(),
                    policy.key().run(),
                    policy.key().iteration(),
                    policy.key().policy(),
                    policy.meanReturn(),
                    ReadRows.boxed(scores(components, policy))))
        .toList();
  }

  private static double[] scores(PrincipalComponents components, SampledPolicy policy) {
    return components.scores(PrincipalComponents.doubles(policy.restated()));
  }

  static void add(
      Findings findings,
      List<SampledPolicy> sample,
      PrincipalComponents components,
      long policies,
      Sketch sketch) {
    double[] explained = components.explained();
    JsonNumbers.add(findings.summary().putArray("explained_variance"), explained);
    List<Plot.Point> points = new ArrayList<>();
    for (SampledPolicy policy : sample) {
      double[] scores = scores(components, policy);
      points.add(new Plot.Point(scores[0], scores.length > 1 ? scores[1] : 0, policy.meanReturn()));
    }
    findings.say(
        "The first two principal components of the weights hold %.1f %% of their variance.",
        100 * Arrays.stream(explained).limit(2).sum());
    findings.add(
        new Section(
            "Principal components of the weights",
            Optional.of(
                new Picture(
                    "principal-components.png",
                    new Plot.Points("First component", "Second component", points),
                    Text.format(
                        "%d policies along two principal components, coloured by return.",
                        points.size()),
                    "Each point is a policy; the stronger its colour, the higher its return, as the"
                        + " legend says. Policies that the generator made lie about the curve of"
                        + " its means.")),
            List.of(
                Text.format(
                    "PCA of %d of %d policies, chosen by hash, restated for the observation"
                        + " statistics of the last iteration. %s",
                    sample.size(), policies, projection(sketch))),
            Optional.of(table(explained))));
  }

  private static String projection(Sketch sketch) {
    return sketch.isExact()
        ? Text.format("It is of all %d weights.", sketch.weights())
        : Text.format(
            "It is of %d sums of the %d weights with hashed signs, which keep distances within some"
                + " 6 %%. Directions that stand out do so in these too; noise in all directions"
                + " takes at least a share of 1 / %d in each component.",
            sketch.dimensions(), sketch.weights(), sketch.dimensions());
  }

  private static Table table(double[] explained) {
    List<List<String>> rows = new ArrayList<>();
    double sum = 0;
    for (int k = 0; k < explained.length; k++) {
      sum += explained[k];
      rows.add(
          List.of(
              Integer.toString(k + 1),
              Findings.text("%.1f %%", 100 * explained[k]),
              Findings.text("%.1f %%", 100 * sum)));
    }
    return new Table(List.of("Component", "Share of the variance", "Together"), rows);
  }
}

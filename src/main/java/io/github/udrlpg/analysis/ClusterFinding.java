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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Asks whether the policies of a return bucket are of two kinds. */
final class ClusterFinding {
  private ClusterFinding() {}

  /** Adds the section, and to the summary an entry of {@code clusters} for each bucket. */
  static void add(Findings findings, List<BucketClusters> clusters) {
    if (clusters.isEmpty()) {
      findings.add(
          new Section(
              "Clusters within a bucket",
              Optional.empty(),
              List.of(
                  "No return bucket was searched: none has 30 sampled policies, or none was asked"
                      + " for."),
              Optional.empty()));
      return;
    }
    long two = clusters.stream().filter(c -> c.isTwo(clusters.size())).count();
    findings.say(
        "%d of %d return buckets fall into two clusters better than one Gaussian does by chance (at"
            + " 5 %% over all of them).",
        two, clusters.size());
    addSummary(findings, clusters);
    addSilhouettes(findings, clusters);
  }

  private static void addSummary(Findings findings, List<BucketClusters> clusters) {
    ArrayNode json = findings.summary().putArray("clusters");
    for (BucketClusters c : clusters) {
      ObjectNode bucket = json.addObject().put("return_bucket", c.bucket());
      if (c.isSplit()) {
        JsonNumbers.put(bucket, "silhouette", c.comparison().observed().silhouette());
      }
      JsonNumbers.put(bucket, "p", c.comparison().p())
          .put("two", c.isTwo(clusters.size()))
          .put("set_aside", c.setAside());
    }
  }

  private static void addSilhouettes(Findings findings, List<BucketClusters> clusters) {
    List<Double> buckets = clusters.stream().map(c -> (double) c.bucket()).toList();
    findings.add(
        new Section(
            "Clusters within a bucket",
            Optional.of(
                new Picture(
                    "silhouettes.png",
                    new Plot.Lines(
                        "Return bucket",
                        "Silhouette of two clusters",
                        List.of(
                            line(
                                "policies",
                                Stroke.DOTS,
                                buckets,
                                clusters,
                                ClusterFinding::silhouette),
                            line(
                                "one Gaussian, mean",
                                Stroke.SOLID,
                                buckets,
                                clusters,
                                c -> c.comparison().mean()),
                            line(
                                "one Gaussian, highest",
                                Stroke.DASHED,
                                buckets,
                                clusters,
                                c -> c.comparison().max()))),
                    Text.format(
                        "Silhouettes of two clusters in %d return buckets, beside those of"
                            + " Gaussians.",
                        clusters.size()),
                    "k-means finds two clusters in anything. Only a dot above the dashed line says"
                        + " that policies of a bucket are of two kinds: samples of one Gaussian"
                        + " with their covariance fell apart less, all of them.")),
            List.of(
                "Along the ten directions in which policies of one bucket differ most, of weights"
                    + " restated for the observation statistics of the last iteration. Silhouettes"
                    + " are of squared distances. Columns 2, 3, … are MLlib's k-means with as many"
                    + " clusters.",
                Text.format(
                    "A cluster has at least %d policies, and of more than %d one in %d. What is"
                        + " less and yet apart is set aside as outliers, among the policies and in"
                        + " the Gaussian samples.",
                    TwoMeans.FEWEST, TwoMeans.FEWEST * TwoMeans.ONE_IN, TwoMeans.ONE_IN),
                "A generator that moves while it learns leaves two clusters too, an early and a"
                    + " late one: compare their mean iterations."),
            Optional.of(silhouettes(clusters))));
  }

  private static double silhouette(BucketClusters clusters) {
    return clusters.isSplit() ? clusters.comparison().observed().silhouette() : Double.NaN;
  }

  private static Line line(
      String name,
      Stroke stroke,
      List<Double> buckets,
      List<BucketClusters> clusters,
      ToDoubleFunction<BucketClusters> value) {
    return new Line(name, stroke, buckets, clusters.stream().map(value::applyAsDouble).toList());
  }

  private static Table silhouettes(List<BucketClusters> clusters) {
    List<String> heads = new ArrayList<>(List.of("Bucket", "Policies"));
    for (int k = 0; k < clusters.get(0).silhouettes().length; k++) {
      heads.add(k + 2 + " clusters");
    }
    heads.addAll(List.of("p of two", "Sizes", "Set aside", "Mean iterations", "Mean returns"));
    List<List<String>> rows = new ArrayList<>();
    for (BucketClusters c : clusters) {
      List<String> row =
          new ArrayList<>(
              List.of(Integer.toString(c.bucket()), Integer.toString(c.members().size())));
      for (double silhouette : c.silhouettes()) {
        row.add(Table.number(silhouette));
      }
      row.add(Table.number(c.comparison().p()));
      row.add(c.isSplit() ? c.cluster(0).size() + ", " + c.cluster(1).size() : "no two");
      row.add(Integer.toString(c.setAside()));
      row.add(both(c, p -> p.key().iteration()));
      row.add(both(c, SampledPolicy::meanReturn));
      rows.add(row);
    }
    return new Table(heads, rows);
  }

  private static String both(BucketClusters clusters, ToDoubleFunction<SampledPolicy> value) {
    return Table.number(clusters.mean(0, value)) + ", " + Table.number(clusters.mean(1, value));
  }
}

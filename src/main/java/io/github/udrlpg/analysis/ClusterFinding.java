package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.analysis.ClusterReturns.What;
import io.github.udrlpg.report.AnalysisData.Picture;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.report.Plot;
import io.github.udrlpg.report.Plot.Line;
import io.github.udrlpg.report.Plot.Stroke;
import io.github.udrlpg.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks whether a return is earned in more than one way, and whether the mean of two ways earns it.
 */
final class ClusterFinding {
  private ClusterFinding() {}

  static void add(Findings findings, List<BucketClusters> clusters, List<ClusterReturns> returns) {
    if (clusters.isEmpty()) {
      findings.add(
          new Section(
              "Clusters within a bucket",
              Optional.empty(),
              List.of(
                  "No return bucket was searched: none has 30 sampled policies, or none was asked for."),
              Optional.empty()));
      return;
    }
    long two = clusters.stream().filter(c -> c.isTwo(clusters.size())).count();
    findings.say(
        "%d of %d return buckets fall into two clusters better than one Gaussian does by chance (at"
            + " 5 %% over all of them).",
        two, clusters.size());
    addSilhouettes(findings, clusters);
    addReturns(findings, clusters, byBucket(returns));
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
                                c -> c.comparison().observed()),
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
                    "Silhouettes of two clusters in %d return buckets, beside those of Gaussians."
                        .formatted(clusters.size()),
                    "k-means finds two clusters in anything. Only a dot above the dashed line says"
                        + " that policies of a bucket are of two kinds: samples of one Gaussian with"
                        + " their covariance fell apart less, all of them.")),
            List.of(
                "Along the ten directions in which policies of one bucket differ most, of weights"
                    + " restated for the observation statistics of the last iteration. Silhouettes"
                    + " are of squared distances. Columns 2, 3, … are MLlib's k-means with as many"
                    + " clusters.",
                "A generator that moves while it learns leaves two clusters too, an early and a late"
                    + " one: compare their mean iterations."),
            Optional.of(silhouettes(clusters))));
  }

  private static Line line(
      String name,
      Stroke stroke,
      List<Double> buckets,
      List<BucketClusters> clusters,
      java.util.function.ToDoubleFunction<BucketClusters> value) {
    return new Line(name, stroke, buckets, clusters.stream().map(value::applyAsDouble).toList());
  }

  private static Table silhouettes(List<BucketClusters> clusters) {
    List<String> heads = new ArrayList<>(List.of("Bucket", "Policies"));
    for (int k = 0; k < clusters.get(0).silhouettes().length; k++) {
      heads.add(k + 2 + " clusters");
    }
    heads.addAll(List.of("p of two", "Sizes", "Mean iterations", "Mean returns"));
    List<List<String>> rows = new ArrayList<>();
    for (BucketClusters c : clusters) {
      List<String> row =
          new ArrayList<>(
              List.of(Integer.toString(c.bucket()), Integer.toString(c.members().size())));
      for (double silhouette : c.silhouettes()) {
        row.add(Table.number(silhouette));
      }
      row.add(Table.number(c.comparison().p()));
      row.add("%d, %d".formatted(c.cluster(0).size(), c.cluster(1).size()));
      row.add(
          Findings.text(
              "%.0f, %.0f",
              c.mean(0, p -> p.key().iteration()), c.mean(1, p -> p.key().iteration())));
      row.add(
          Table.number(c.mean(0, SampledPolicy::meanReturn))
              + ", "
              + Table.number(c.mean(1, SampledPolicy::meanReturn)));
      rows.add(row);
    }
    return new Table(heads, rows);
  }

  private static Map<Integer, Map<What, ClusterReturns>> byBucket(List<ClusterReturns> returns) {
    Map<Integer, Map<What, ClusterReturns>> byBucket = new TreeMap<>();
    for (ClusterReturns some : returns) {
      byBucket.computeIfAbsent(some.bucket(), key -> new TreeMap<>()).put(some.what(), some);
    }
    return byBucket;
  }

  private static void addReturns(
      Findings findings,
      List<BucketClusters> clusters,
      Map<Integer, Map<What, ClusterReturns>> returns) {
    List<Line> lines = new ArrayList<>();
    for (What what : What.values()) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      returns.forEach(
          (bucket, of) -> {
            if (of.containsKey(what)) {
              x.add((double) bucket);
              y.add(of.get(what).mean() - members(of));
            }
          });
      lines.add(new Line(what.mark(), stroke(what), x, y));
    }
    conclude(findings, clusters, returns);
    findings.add(
        new Section(
            "What the mean of two clusters earns",
            Optional.of(
                new Picture(
                    "cluster-returns.png",
                    new Plot.Lines("Return bucket", "Return above that of members", lines),
                    "Returns of clusters' members, of their means and of the mean of both.",
                    "Mean returns of new episodes from the same first states, above those of the members"
                        + " of both clusters. Where the mean of both means earns"
                        + " less than each mean alone, the clusters are two ways that do not mix: a"
                        + " generator that answers a command with one mean falls between them."
                        + " Where it earns more than the members, averaging has taken their noise"
                        + " away.")),
            List.of(
                "Members are chosen by hash, at most eight of each cluster. They are restated for"
                    + " the observation statistics of the last iteration, under which they act as"
                    + " they did; means are of restated weights."
                    + " A bucket's members were put there by lucky episodes too: new ones earn less."),
            Optional.of(returnsTable(returns))));
  }

  private static double members(Map<What, ClusterReturns> of) {
    return of.entrySet().stream()
        .filter(
            entry ->
                entry.getKey() == What.MEMBERS_OF_FIRST || entry.getKey() == What.MEMBERS_OF_SECOND)
        .mapToDouble(entry -> entry.getValue().mean())
        .average()
        .orElseThrow();
  }

  private static Stroke stroke(What what) {
    return switch (what) {
      case MEMBERS_OF_FIRST, MEMBERS_OF_SECOND -> Stroke.DASHED;
      case MEAN_OF_FIRST, MEAN_OF_SECOND -> Stroke.DOTS;
      case MIDPOINT -> Stroke.SOLID;
    };
  }

  /** The midpoint falls short where it is below both means by more than two standard errors. */
  private static void conclude(
      Findings findings,
      List<BucketClusters> clusters,
      Map<Integer, Map<What, ClusterReturns>> returns) {
    ArrayNode json = findings.summary().putArray("clusters");
    List<String> fall = new ArrayList<>();
    int compared = 0;
    for (BucketClusters c : clusters) {
      ObjectNode bucket =
          json.addObject()
              .put("return_bucket", c.bucket())
              .put("silhouette", c.comparison().observed())
              .put("p", c.comparison().p())
              .put("two", c.isTwo(clusters.size()));
      Map<What, ClusterReturns> of = returns.getOrDefault(c.bucket(), Map.of());
      of.forEach(
          (what, some) -> bucket.put(what.name().toLowerCase(java.util.Locale.ROOT), some.mean()));
      if (of.containsKey(What.MIDPOINT)) {
        compared++;
        boolean falls =
            below(of.get(What.MIDPOINT), of.get(What.MEAN_OF_FIRST))
                && below(of.get(What.MIDPOINT), of.get(What.MEAN_OF_SECOND));
        bucket.put("midpoint_falls_short", falls);
        if (falls) {
          fall.add(Integer.toString(c.bucket()));
        }
      }
    }
    findings.say(
        fall.isEmpty()
            ? "In none of %d buckets does the mean of two clusters earn less than each cluster's own"
                + " mean, by two standard errors: nothing here says that averaging destroys policies."
            : "In %2$d of %1$d buckets the mean of two clusters earns less than each cluster's own"
                + " mean, by two standard errors (buckets %3$s): there averaging falls between two"
                + " ways.",
        compared,
        fall.size(),
        String.join(", ", fall));
  }

  private static boolean below(ClusterReturns a, ClusterReturns b) {
    double error =
        Math.sqrt(
            a.deviation() * a.deviation() / a.episodes()
                + b.deviation() * b.deviation() / b.episodes());
    return b.mean() - a.mean() > Math.max(2 * error, 1e-9);
  }

  private static Table returnsTable(Map<Integer, Map<What, ClusterReturns>> returns) {
    List<String> heads = new ArrayList<>(List.of("Bucket"));
    for (What what : What.values()) {
      heads.add(what.label());
    }
    List<List<String>> rows = new ArrayList<>();
    returns.forEach(
        (bucket, of) -> {
          List<String> row = new ArrayList<>(List.of(Integer.toString(bucket)));
          for (What what : What.values()) {
            ClusterReturns some = of.get(what);
            row.add(
                some == null
                    ? "–"
                    : Table.number(some.mean()) + " ± " + Table.number(some.deviation()));
          }
          rows.add(row);
        });
    return new Table(heads, rows);
  }
}

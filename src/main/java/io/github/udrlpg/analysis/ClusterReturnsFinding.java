package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.analysis.ClusterReturns.What;
import io.github.udrlpg.report.AnalysisData.Picture;
import io.github.udrlpg.report.AnalysisData.Section;
import io.github.udrlpg.report.Plot;
import io.github.udrlpg.report.Plot.Line;
import io.github.udrlpg.report.Plot.Stroke;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.text.JsonNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Asks whether the mean of two clusters earns what they do. */
final class ClusterReturnsFinding {
  /** Without one of these, whose episodes may all have diverged, there is nothing to compare. */
  private static final Set<What> COMPARED =
      Set.of(What.MIDPOINT, What.MEAN_OF_FIRST, What.MEAN_OF_SECOND);

  private ClusterReturnsFinding() {}

  /**
   * Adds the section, and what was earned to the entries that {@link ClusterFinding} has made;
   * nothing where nothing was played.
   */
  static void add(Findings findings, List<ClusterReturns> returns) {
    if (!returns.isEmpty()) {
      addReturns(findings, byBucket(returns));
    }
  }

  private static Map<Integer, Map<What, ClusterReturns>> byBucket(List<ClusterReturns> returns) {
    Map<Integer, Map<What, ClusterReturns>> byBucket = new TreeMap<>();
    for (ClusterReturns some : returns) {
      byBucket.computeIfAbsent(some.bucket(), key -> new TreeMap<>()).put(some.what(), some);
    }
    return byBucket;
  }

  private static void addReturns(
      Findings findings, Map<Integer, Map<What, ClusterReturns>> returns) {
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
    conclude(findings, returns);
    findings.add(
        new Section(
            "What the mean of two clusters earns",
            Optional.of(
                new Picture(
                    "cluster-returns.png",
                    new Plot.Lines("Return bucket", "Return above that of members", lines),
                    "Returns of clusters' members, of their means and of the mean of both.",
                    "Mean returns of new episodes from the same first states, above those of the"
                        + " members of both clusters. Where the mean of both means earns less than"
                        + " each mean alone, the clusters are two ways that do not mix: a generator"
                        + " that answers a command with one mean falls between them. Where it earns"
                        + " more than the members, averaging has taken their noise away.")),
            List.of(
                "Members are chosen by hash, at most eight of each cluster. They are restated for"
                    + " the observation statistics of the last iteration, under which they act as"
                    + " they did; means are of restated weights. A bucket's members were put there"
                    + " by lucky episodes too: new ones earn less."),
            Optional.of(returnsTable(returns))));
  }

  private static double members(Map<What, ClusterReturns> of) {
    return of.entrySet().stream()
        .filter(
            entry ->
                entry.getKey() == What.MEMBERS_OF_FIRST || entry.getKey() == What.MEMBERS_OF_SECOND)
        .mapToDouble(entry -> entry.getValue().mean())
        .average()
        .orElse(Double.NaN);
  }

  private static Stroke stroke(What what) {
    return switch (what) {
      case MEMBERS_OF_FIRST, MEMBERS_OF_SECOND -> Stroke.DASHED;
      case MEAN_OF_FIRST, MEAN_OF_SECOND -> Stroke.DOTS;
      case MIDPOINT -> Stroke.SOLID;
    };
  }

  private static void conclude(Findings findings, Map<Integer, Map<What, ClusterReturns>> returns) {
    List<String> fall = new ArrayList<>();
    int compared = 0;
    for (JsonNode entry : findings.summary().withArray("clusters")) {
      ObjectNode bucket = (ObjectNode) entry;
      Map<What, ClusterReturns> of =
          returns.getOrDefault(bucket.path("return_bucket").asInt(), Map.of());
      of.forEach(
          (what, some) ->
              JsonNumbers.put(bucket, what.name().toLowerCase(Locale.ROOT), some.mean()));
      if (of.keySet().containsAll(COMPARED)) {
        compared++;
        bucket.put("midpoint_falls_short", fallsShort(of));
        if (fallsShort(of)) {
          fall.add(bucket.path("return_bucket").asText());
        }
      }
    }
    if (fall.isEmpty()) {
      findings.say(
          "In none of %d buckets does the mean of two clusters earn less than each cluster's own"
              + " mean, by two standard errors: nothing here says that averaging destroys"
              + " policies.",
          compared);
    } else {
      findings.say(
          "In %d of %d buckets the mean of two clusters earns less than each cluster's own mean, by"
              + " two standard errors (buckets %s): there averaging falls between two ways.",
          fall.size(), compared, String.join(", ", fall));
    }
  }

  /** The midpoint falls short where it is below both means by more than two standard errors. */
  private static boolean fallsShort(Map<What, ClusterReturns> of) {
    return below(of.get(What.MIDPOINT), of.get(What.MEAN_OF_FIRST))
        && below(of.get(What.MIDPOINT), of.get(What.MEAN_OF_SECOND));
  }

  /** One episode has no standard error, and so says nothing. */
  private static boolean below(ClusterReturns a, ClusterReturns b) {
    if (a.episodes() < 2 || b.episodes() < 2) {
      return false;
    }
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

package io.github.udrlpg.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/**
 * The clusters of a return bucket, by MLlib's k-means in the ten directions along which policies of
 * the same bucket differ most.
 *
 * @param bucket the return bucket
 * @param members its sampled policies
 * @param labels the cluster of each, 0 or 1, when it is split in two
 * @param silhouettes of 2, 3, … clusters
 * @param comparison with samples of one Gaussian
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record BucketClusters(
    int bucket,
    List<SampledPolicy> members,
    int[] labels,
    double[] silhouettes,
    GaussianNull comparison) {
  private static final int DIMENSIONS = 10;
  private static final int FEWEST = 30;
  private static final long SEED = 1;

  /**
   * Returns the clusters of so many buckets, spread evenly over those that have enough policies.
   */
  static List<BucketClusters> of(
      SparkSession session, List<SampledPolicy> sample, AnalysisRequest request) {
    Map<Integer, List<SampledPolicy>> byBucket = enough(sample);
    if (request.clusterBuckets() == 0 || byBucket.isEmpty()) {
      return List.of();
    }
    List<double[]> centred = new ArrayList<>();
    byBucket.values().forEach(members -> centred.addAll(centred(members)));
    PrincipalComponents directions = PrincipalComponents.of(session, centred, DIMENSIONS);
    List<BucketClusters> clusters = new ArrayList<>();
    for (int bucket : chosen(List.copyOf(byBucket.keySet()), request.clusterBuckets())) {
      List<SampledPolicy> members = byBucket.get(bucket);
      double[][] points =
          centred(members).stream().map(directions::scores).toArray(double[][]::new);
      clusters.add(of(session, bucket, members, points, request));
    }
    return clusters;
  }

  private static Map<Integer, List<SampledPolicy>> enough(List<SampledPolicy> sample) {
    Map<Integer, List<SampledPolicy>> byBucket =
        sample.stream()
            .collect(
                Collectors.groupingBy(SampledPolicy::bucket, TreeMap::new, Collectors.toList()));
    byBucket.values().removeIf(members -> members.size() < FEWEST);
    return byBucket;
  }

  private static List<double[]> centred(List<SampledPolicy> members) {
    double[] mean = Spread.mean(members, SampledPolicy::restated);
    return members.stream()
        .map(
            member -> {
              double[] point = PrincipalComponents.doubles(member.restated());
              for (int i = 0; i < point.length; i++) {
                point[i] -= mean[i];
              }
              return point;
            })
        .toList();
  }

  /** The first and the last are among them: few policies are as good as those of the last. */
  static List<Integer> chosen(List<Integer> buckets, int most) {
    if (buckets.size() <= most) {
      return buckets;
    }
    return IntStream.range(0, most)
        .map(i -> most == 1 ? buckets.size() - 1 : i * (buckets.size() - 1) / (most - 1))
        .mapToObj(buckets::get)
        .toList();
  }

  private static BucketClusters of(
      SparkSession session,
      int bucket,
      List<SampledPolicy> members,
      double[][] points,
      AnalysisRequest request) {
    Dataset<Row> table = PrincipalComponents.table(session, Arrays.asList(points)).cache();
    double[] silhouettes = new double[request.mostClusters() - 1];
    int[] labels = new int[0];
    for (int k = 2; k <= request.mostClusters(); k++) {
      KMeansModel model = new KMeans().setK(k).setSeed(SEED).fit(table);
      Dataset<Row> predicted = model.transform(table);
      silhouettes[k - 2] = new ClusteringEvaluator().evaluate(predicted);
      if (k == 2) {
        labels =
            predicted.select("prediction").collectAsList().stream()
                .mapToInt(row -> row.getInt(0))
                .toArray();
      }
    }
    table.unpersist(false);
    return new BucketClusters(
        bucket,
        members,
        labels,
        silhouettes,
        GaussianNull.of(points, request.nulls(), Mix.of(bucket)));
  }

  /** Returns the members of one cluster, in order. */
  List<SampledPolicy> cluster(int label) {
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] == label)
        .mapToObj(members::get)
        .sorted(Comparator.comparing(SampledPolicy::key, PolicyKey.ORDER))
        .toList();
  }

  /** Returns a cluster's mean of something, not a number where it is empty. */
  double mean(int label, ToDoubleFunction<SampledPolicy> value) {
    return cluster(label).stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  /**
   * Returns whether the split is more than one Gaussian gives by chance.
   *
   * @param buckets how many were looked at: of so many, one in twenty would be by chance
   */
  boolean isTwo(int buckets) {
    return comparison.p() * buckets <= 0.05;
  }

  Row row() {
    return RowFactory.create(
        bucket,
        members.size(),
        ReadRows.boxed(silhouettes),
        comparison.observed(),
        comparison.mean(),
        comparison.max(),
        comparison.p(),
        new Integer[] {cluster(0).size(), cluster(1).size()},
        new Double[] {mean(0, p -> p.key().iteration()), mean(1, p -> p.key().iteration())},
        new Double[] {mean(0, SampledPolicy::meanReturn), mean(1, SampledPolicy::meanReturn)});
  }
}

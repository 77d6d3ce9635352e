package io.github.udrlpg.analysis;

import java.util.ArrayList;
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
 * The clusters of a return bucket, in the ten directions along which policies of the same bucket
 * differ most: whether it falls in two, by {@link TwoMeans}, and how well MLlib's k-means splits it
 * into more.
 *
 * @param bucket the return bucket
 * @param members its sampled policies
 * @param silhouettes of 2, 3, … clusters by MLlib, of the members that are not set aside
 * @param comparison of the split in two with those of one Gaussian
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
record BucketClusters(
    int bucket, List<SampledPolicy> members, double[] silhouettes, GaussianNull comparison) {
  private static final int DIMENSIONS = 10;
  private static final int FEWEST = 30;
  private static final long SEED = 1;

  /**
   * Returns the clusters of so many buckets, spread evenly over those that have enough policies.
   *
   * @param listener is told of every bucket that is done
   */
  static List<BucketClusters> of(
      SparkSession session,
      List<SampledPolicy> sample,
      AnalysisRequest request,
      AnalysisListener listener) {
    Map<Integer, List<SampledPolicy>> byBucket = enough(sample);
    if (request.clusterBuckets() == 0 || byBucket.isEmpty()) {
      return List.of();
    }
    List<double[]> centred = new ArrayList<>();
    byBucket.values().forEach(members -> centred.addAll(centred(members)));
    PrincipalComponents directions = PrincipalComponents.of(session, centred, DIMENSIONS);
    List<BucketClusters> clusters = new ArrayList<>();
    List<Integer> chosen = chosen(List.copyOf(byBucket.keySet()), request.clusterBuckets());
    for (int bucket : chosen) {
      List<SampledPolicy> members = byBucket.get(bucket);
      double[][] points =
          centred(members).stream().map(directions::scores).toArray(double[][]::new);
      clusters.add(of(session, bucket, members, points, request));
      listener.progressed(clusters.size(), chosen.size());
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
    GaussianNull comparison = GaussianNull.of(points, request.nulls(), Mix.of(bucket));
    List<double[]> kept =
        IntStream.of(comparison.observed().kept()).mapToObj(i -> points[i]).toList();
    return new BucketClusters(
        bucket, members, silhouettes(session, kept, request.mostClusters()), comparison);
  }

  private static double[] silhouettes(SparkSession session, List<double[]> points, int most) {
    Dataset<Row> table = PrincipalComponents.table(session, points).cache();
    double[] silhouettes = new double[most - 1];
    for (int k = 2; k <= most; k++) {
      KMeansModel model = new KMeans().setK(k).setSeed(SEED).fit(table);
      silhouettes[k - 2] = new ClusteringEvaluator().evaluate(model.transform(table));
    }
    table.unpersist(false);
    return silhouettes;
  }

  /** Returns whether there are two clusters at all, told apart from one Gaussian or not. */
  boolean isSplit() {
    return comparison.observed().isFound();
  }

  /** Returns the cluster of each member: 0, 1 or {@link TwoMeans#SET_ASIDE}. */
  int[] labels() {
    return comparison.observed().labels();
  }

  /** Returns how many members are in neither cluster, where there are two. */
  int setAside() {
    return members.size() - comparison.observed().kept().length;
  }

  /** Returns the members of one cluster, in order. */
  List<SampledPolicy> cluster(int label) {
    int[] labels = labels();
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
        isSplit() ? comparison.observed().silhouette() : null,
        comparison.mean(),
        comparison.max(),
        comparison.p(),
        new Integer[] {cluster(0).size(), cluster(1).size()},
        setAside(),
        new Double[] {mean(0, p -> p.key().iteration()), mean(1, p -> p.key().iteration())},
        new Double[] {mean(0, SampledPolicy::meanReturn), mean(1, SampledPolicy::meanReturn)});
  }
}

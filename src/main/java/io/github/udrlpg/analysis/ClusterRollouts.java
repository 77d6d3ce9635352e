package io.github.udrlpg.analysis;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.spark.TaskResultBytes;
import io.github.udrlpg.store.HadoopSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/** Has executors play the clusters of all buckets that have two, each bucket by one task. */
final class ClusterRollouts {
  private static final int MOST_PLAYED = 8;

  private ClusterRollouts() {}

  static List<ClusterReturns> run(
      JavaSparkContext spark,
      PolicySource source,
      List<BucketClusters> clusters,
      ObservationNormalizer common,
      int episodes) {
    List<byte[]> tasks = new ArrayList<>();
    for (BucketClusters bucket : clusters) {
      if (bucket.isSplit()) {
        tasks.add(TaskResultBytes.encode(rollout(source, bucket, common, episodes)));
      }
    }
    if (tasks.isEmpty()) {
      return List.of();
    }
    List<ClusterReturns> returns = new ArrayList<>();
    for (byte[] result :
        spark
            .parallelize(tasks, tasks.size())
            .map(new RollOutClusters(new HadoopSettings(spark.hadoopConfiguration())))
            .collect()) {
      for (Object some : TaskResultBytes.decode(result, ArrayList.class)) {
        returns.add((ClusterReturns) some);
      }
    }
    return returns;
  }

  private static ClusterRollout rollout(
      PolicySource source, BucketClusters bucket, ObservationNormalizer common, int episodes) {
    Map<PolicyKey, Integer> labels = new HashMap<>();
    for (int label : new int[] {0, 1}) {
      bucket.cluster(label).forEach(member -> labels.put(member.key(), label));
    }
    return new ClusterRollout(
        bucket.bucket(),
        bucket.members().stream()
            .map(SampledPolicy::file)
            .distinct()
            .sorted()
            .map(source.files()::get)
            .toList(),
        labels,
        Stream.of(0, 1).flatMap(label -> played(bucket.cluster(label))).toList(),
        source.traits(),
        common,
        episodes);
  }

  /** Chosen by hash: the best ones would be the luckiest ones. */
  private static Stream<PolicyKey> played(List<SampledPolicy> members) {
    return members.stream()
        .map(SampledPolicy::key)
        .sorted(Comparator.comparingLong(PolicyKey::sampleOrder).thenComparing(PolicyKey.ORDER))
        .limit(MOST_PLAYED);
  }
}

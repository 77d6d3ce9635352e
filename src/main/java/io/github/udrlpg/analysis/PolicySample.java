package io.github.udrlpg.analysis;

import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.text.Text;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Who is in the sample: the policies whose hashes are smallest.
 *
 * @param overall the sample over all buckets
 * @param all this and the samples of the buckets
 * @param perBucket the most policies of a bucket
 */
record PolicySample(Set<PolicyKey> overall, Set<PolicyKey> all, int perBucket) {
  private static final String ORDER = "sample_order, trial, run, iteration, policy";

  /** Draws a sample of all policies and one of each bucket, from the view {@code policies}. */
  static PolicySample draw(SparkSession session, AnalysisRequest request) {
    long buckets =
        session.sql("SELECT count(DISTINCT return_bucket) FROM policies").first().getLong(0);
    long perBucket =
        Math.max(10, Math.min(request.bucketSample(), AnalysisRequest.MOST_SAMPLED / buckets));
    Set<PolicyKey> overall =
        keys(
            session.sql(
                Text.format(
                    "SELECT trial, run, iteration, policy FROM policies ORDER BY %s LIMIT %d",
                    ORDER, request.overallSample())));
    Set<PolicyKey> all = new HashSet<>(overall);
    all.addAll(
        keys(
            session.sql(
                Text.format(
                    """
                    SELECT trial, run, iteration, policy FROM (
                      SELECT trial, run, iteration, policy, return_bucket, row_number() OVER (
                        PARTITION BY return_bucket ORDER BY %s) AS place
                      FROM policies)
                    WHERE place <= %d ORDER BY place, return_bucket LIMIT %d
                    """,
                    ORDER, perBucket, AnalysisRequest.MOST_SAMPLED))));
    return new PolicySample(overall, all, (int) perBucket);
  }

  private static Set<PolicyKey> keys(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(PolicySample::key).collect(Collectors.toSet());
  }

  private static PolicyKey key(Row row) {
    return new PolicyKey(row.getInt(0), row.getString(1), row.getInt(2), row.getInt(3));
  }

  /**
   * Has all weights read once and returns the sampled policies, in order; those whose weights are
   * no numbers are left out.
   *
   * @param common the observation statistics that they are restated for
   */
  List<SampledPolicy> read(PolicyTables tables, ObservationNormalizer common) {
    return tables.weights(this, common).where("own_sketch IS NOT NULL").collectAsList().stream()
        .map(this::sampled)
        .filter(PolicySample::isFinite)
        .sorted(Comparator.comparing(SampledPolicy::key, PolicyKey.ORDER))
        .toList();
  }

  private SampledPolicy sampled(Row row) {
    PolicyKey key = key(row);
    return new SampledPolicy(
        key,
        row.<Integer>getAs("return_bucket"),
        row.<Double>getAs("mean_return"),
        row.<Double>getAs("noise"),
        overall.contains(key),
        row.<Integer>getAs("file"),
        ReadWeights.floats(row.getAs("own_sketch")),
        ReadWeights.floats(row.getAs("restated_sketch")));
  }

  /** Noise can break a policy's weights: such a one is nowhere near another. */
  private static boolean isFinite(SampledPolicy policy) {
    for (int i = 0; i < policy.own().length; i++) {
      if (!Float.isFinite(policy.own()[i]) || !Float.isFinite(policy.restated()[i])) {
        return false;
      }
    }
    return true;
  }
}

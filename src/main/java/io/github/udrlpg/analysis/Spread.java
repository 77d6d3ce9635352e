package io.github.udrlpg.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * How far the sampled policies of a return bucket are from one another.
 *
 * @param bucket the return bucket
 * @param policies sampled in it
 * @param meanReturn mean return of these
 * @param meanDistance mean distance of weights as stored from their mean
 * @param weightDeviation standard deviation of a weight as stored, root mean square over weights
 * @param restatedDeviation the same of weights restated for the common statistics
 * @param noise root mean square of the noise that the policies were made with
 */
record Spread(
    int bucket,
    int policies,
    double meanReturn,
    double meanDistance,
    double weightDeviation,
    double restatedDeviation,
    double noise) {

  /** Returns the spreads of all buckets of at least two policies, by bucket. */
  static List<Spread> of(List<SampledPolicy> sample, int weights) {
    Map<Integer, List<SampledPolicy>> byBucket =
        sample.stream()
            .collect(
                Collectors.groupingBy(SampledPolicy::bucket, TreeMap::new, Collectors.toList()));
    List<Spread> spreads = new ArrayList<>();
    byBucket.forEach(
        (bucket, policies) -> {
          if (policies.size() > 1) {
            spreads.add(of(bucket, policies, weights));
          }
        });
    return spreads;
  }

  private static Spread of(int bucket, List<SampledPolicy> policies, int weights) {
    double distance = 0;
    for (double squared : squaredDistances(policies, SampledPolicy::own)) {
      distance += Math.sqrt(squared);
    }
    return new Spread(
        bucket,
        policies.size(),
        policies.stream().mapToDouble(SampledPolicy::meanReturn).average().orElseThrow(),
        distance / policies.size(),
        deviation(policies, SampledPolicy::own, weights),
        deviation(policies, SampledPolicy::restated, weights),
        Math.sqrt(
            policies.stream().mapToDouble(p -> p.noise() * p.noise()).average().orElseThrow()));
  }

  private static double deviation(
      List<SampledPolicy> policies, Function<SampledPolicy, float[]> part, int weights) {
    double sum = 0;
    for (double squared : squaredDistances(policies, part)) {
      sum += squared;
    }
    return Math.sqrt(sum / (policies.size() - 1.0) / weights);
  }

  private static double[] squaredDistances(
      List<SampledPolicy> policies, Function<SampledPolicy, float[]> part) {
    double[] mean = mean(policies, part);
    return policies.stream()
        .mapToDouble(
            policy -> {
              float[] values = part.apply(policy);
              double sum = 0;
              for (int i = 0; i < mean.length; i++) {
                sum += (values[i] - mean[i]) * (values[i] - mean[i]);
              }
              return sum;
            })
        .toArray();
  }

  static double[] mean(List<SampledPolicy> policies, Function<SampledPolicy, float[]> part) {
    double[] mean = new double[part.apply(policies.get(0)).length];
    for (SampledPolicy policy : policies) {
      float[] values = part.apply(policy);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += values[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= policies.size();
    }
    return mean;
  }

  /** Returns how many times the noise alone policies spread; not a number where there was none. */
  double toNoise() {
    return noise > 0 ? weightDeviation / noise : Double.NaN;
  }

  Row row() {
    return RowFactory.create(
        bucket,
        policies,
        meanReturn,
        meanDistance,
        weightDeviation,
        restatedDeviation,
        noise,
        toNoise());
  }
}

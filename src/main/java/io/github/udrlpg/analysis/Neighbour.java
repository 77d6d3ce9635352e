package io.github.udrlpg.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * A sampled policy and the one of the sample whose weights, as stored, are nearest.
 *
 * @param policy one policy
 * @param nearest the other one
 * @param distance Euclidean distance of their weights
 * @param toNoise the distance over what two policies of one mean are apart by noise alone, σ √(2n);
 *     not a number where there was no noise
 */
record Neighbour(SampledPolicy policy, SampledPolicy nearest, double distance, double toNoise) {

  /** Returns a neighbour for every policy, if there are two. */
  static List<Neighbour> of(List<SampledPolicy> sample, int weights) {
    if (sample.size() < 2) {
      return List.of();
    }
    return new ArrayList<>(
        IntStream.range(0, sample.size())
            .parallel()
            .mapToObj(i -> nearest(sample, i, weights))
            .toList());
  }

  private static Neighbour nearest(List<SampledPolicy> sample, int index, int weights) {
    float[] own = sample.get(index).own();
    double least = Double.POSITIVE_INFINITY;
    int nearest = -1;
    for (int i = 0; i < sample.size(); i++) {
      if (i != index) {
        double squared = squaredDistance(own, sample.get(i).own());
        if (squared < least) {
          least = squared;
          nearest = i;
        }
      }
    }
    SampledPolicy policy = sample.get(index);
    SampledPolicy other = sample.get(nearest);
    double variance = policy.noise() * policy.noise() + other.noise() * other.noise();
    double distance = Math.sqrt(least);
    return new Neighbour(
        policy,
        other,
        distance,
        variance > 0 ? distance / Math.sqrt(variance * weights) : Double.NaN);
  }

  private static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }

  Row row() {
    return RowFactory.create(
        policy.key().trialColumn(),
        policy.key().run(),
        policy.key().iteration(),
        policy.key().policy(),
        nearest.key().trialColumn(),
        nearest.key().run(),
        nearest.key().iteration(),
        nearest.key().policy(),
        distance,
        toNoise,
        nearest.meanReturn() - policy.meanReturn());
  }
}

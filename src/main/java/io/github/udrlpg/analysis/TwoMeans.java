package io.github.udrlpg.analysis;

import io.github.udrlpg.rollout.Seeds;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Splits points in two by k-means (Lloyd's steps from several pairs of points, the best of them),
 * in memory: hundreds of small samples are split to see what no clusters look like, too many for a
 * job of Spark's each.
 */
final class TwoMeans {
  private static final int STARTS = 5;
  private static final int MOST_STEPS = 50;

  private TwoMeans() {}

  /**
   * Returns the silhouette of the best split.
   *
   * @param points {@code [points][dimensions]}, at least two
   * @param seed of the pairs to start from
   */
  static double silhouette(double[][] points, long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    int[] best = new int[points.length];
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      double[][] centers = {
        points[random.nextInt(points.length)].clone(), points[random.nextInt(points.length)].clone()
      };
      int[] labels = new int[points.length];
      double cost = descend(points, centers, labels);
      if (cost < least) {
        least = cost;
        best = labels;
      }
    }
    return silhouette(points, best);
  }

  private static double descend(double[][] points, double[][] centers, int[] labels) {
    double before = Double.POSITIVE_INFINITY;
    double cost = assign(points, centers, labels);
    for (int step = 0; step < MOST_STEPS && cost < before; step++) {
      before = cost;
      recentre(points, centers, labels);
      cost = assign(points, centers, labels);
    }
    return cost;
  }

  private static double assign(double[][] points, double[][] centers, int[] labels) {
    double cost = 0;
    for (int i = 0; i < points.length; i++) {
      double first = squaredDistance(points[i], centers[0]);
      double second = squaredDistance(points[i], centers[1]);
      labels[i] = second < first ? 1 : 0;
      cost += Math.min(first, second);
    }
    return cost;
  }

  private static void recentre(double[][] points, double[][] centers, int[] labels) {
    for (int label = 0; label < centers.length; label++) {
      double[] sum = new double[centers[label].length];
      int count = 0;
      for (int i = 0; i < points.length; i++) {
        if (labels[i] == label) {
          count++;
          for (int k = 0; k < sum.length; k++) {
            sum[k] += points[i][k];
          }
        }
      }
      if (count > 0) {
        int members = count;
        centers[label] = Arrays.stream(sum).map(value -> value / members).toArray();
      }
    }
  }

  /**
   * Returns the mean silhouette of a split in two by squared Euclidean distance, as MLlib's
   * evaluator defines it: from −1 to 1, higher for clusters that are tight and far apart.
   *
   * <p>The mean squared distance of a point to a cluster is that to its mean, and the cluster's
   * mean squared distance from there, so that no pair of points is looked at.
   *
   * @param labels 0 or 1 for each point; all points in one cluster have silhouette −1
   */
  static double silhouette(double[][] points, int[] labels) {
    int[] count = new int[2];
    for (int label : labels) {
      count[label]++;
    }
    if (count[0] == 0 || count[1] == 0) {
      return -1;
    }
    double[][] centers = new double[2][points[0].length];
    recentre(points, centers, labels);
    double[] around = new double[2];
    for (int i = 0; i < points.length; i++) {
      around[labels[i]] += squaredDistance(points[i], centers[labels[i]]) / count[labels[i]];
    }
    double sum = 0;
    for (int i = 0; i < points.length; i++) {
      int own = labels[i];
      int other = 1 - own;
      if (count[own] > 1) {
        double within =
            (squaredDistance(points[i], centers[own]) + around[own])
                * count[own]
                / (count[own] - 1.0);
        double across = squaredDistance(points[i], centers[other]) + around[other];
        double greater = Math.max(within, across);
        sum += greater > 0 ? (across - within) / greater : 0;
      }
    }
    return sum / points.length;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}

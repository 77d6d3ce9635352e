package io.github.udrlpg.analysis;

import io.github.udrlpg.rollout.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Splits points in two by k-means++ (Lloyd's steps from several pairs of points, the best of them),
 * in memory: hundreds of small samples are split to see what no clusters look like, too many for a
 * job of Spark's each.
 *
 * <p>A cluster has at least {@link #fewest} points. What is fewer and yet apart are outliers: they
 * are set aside, and the rest is split again. As many as make a cluster are never set aside, all
 * together: then there is no split.
 */
final class TwoMeans {
  /** The label of points that are in neither cluster. */
  static final int SET_ASIDE = -1;

  /** The silhouette of what cannot be split. */
  static final double NO_SPLIT = -1;

  private static final int STARTS = 10;
  private static final int MOST_STEPS = 50;

  /** The mean of fewer keeps half of one policy's noise, or more. */
  static final int FEWEST = 5;

  /** Of a large sample, one in so many points. */
  static final int ONE_IN = 20;

  private TwoMeans() {}

  /**
   * Two clusters, or none.
   *
   * @param labels 0, 1 or {@link #SET_ASIDE} for each point; all set aside where there is no split
   * @param silhouette mean silhouette of the points in the clusters; {@link #NO_SPLIT} for none
   */
  @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
  record Split(int[] labels, double silhouette) {
    /** Returns whether there are two clusters. */
    boolean isFound() {
      return silhouette > NO_SPLIT;
    }

    /** Returns the places of the points that are in a cluster; of all points without a split. */
    int[] kept() {
      return IntStream.range(0, labels.length)
          .filter(i -> !isFound() || labels[i] != SET_ASIDE)
          .toArray();
    }
  }

  /** Returns how many of some points a cluster has at least: five, and one in twenty. */
  static int fewest(int points) {
    return Math.max(FEWEST, (points + ONE_IN - 1) / ONE_IN);
  }

  /**
   * Returns the best split.
   *
   * @param points {@code [points][dimensions]}
   * @param seed of the pairs to start from
   */
  static Split split(double[][] points, long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    int fewest = fewest(points.length);
    int[] kept = IntStream.range(0, points.length).toArray();
    while (points.length - kept.length < fewest && kept.length >= 2 * fewest) {
      double[][] some = IntStream.of(kept).mapToObj(i -> points[i]).toArray(double[][]::new);
      int[] labels = best(some, random);
      int second = IntStream.of(labels).sum();
      int smaller = 2 * second < labels.length ? 1 : 0;
      if (Math.min(second, labels.length - second) >= fewest) {
        return new Split(among(points.length, kept, labels), silhouette(some, labels));
      }
      if (second == 0 || second == labels.length) {
        break;
      }
      int[] before = kept;
      kept =
          IntStream.range(0, labels.length)
              .filter(i -> labels[i] != smaller)
              .map(i -> before[i])
              .toArray();
    }
    return new Split(among(points.length, new int[0], new int[0]), NO_SPLIT);
  }

  private static int[] among(int points, int[] kept, int[] labels) {
    int[] all = new int[points];
    Arrays.fill(all, SET_ASIDE);
    for (int i = 0; i < kept.length; i++) {
      all[kept[i]] = labels[i];
    }
    return all;
  }

  private static int[] best(double[][] points, UniformRandomProvider random) {
    int[] best = new int[points.length];
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < STARTS; start++) {
      double[] first = points[random.nextInt(points.length)];
      double[][] centers = {first.clone(), farFrom(first, points, random).clone()};
      int[] labels = new int[points.length];
      double cost = descend(points, centers, labels);
      if (cost < least) {
        least = cost;
        best = labels;
      }
    }
    return best;
  }

  /**
   * Draws a point with a chance that grows with its squared distance (k-means++, Arthur and
   * Vassilvitskii, SODA 2007): so an outlier is found, which steps from elsewhere do not reach.
   */
  private static double[] farFrom(double[] first, double[][] points, UniformRandomProvider random) {
    double sum = 0;
    for (double[] point : points) {
      sum += squaredDistance(point, first);
    }
    double left = random.nextDouble() * sum;
    for (double[] point : points) {
      left -= squaredDistance(point, first);
      if (left < 0) {
        return point;
      }
    }
    return points[points.length - 1];
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
   * @param labels 0 or 1 for each point; all points in one cluster have {@link #NO_SPLIT}
   */
  static double silhouette(double[][] points, int[] labels) {
    int[] count = new int[2];
    for (int label : labels) {
      count[label]++;
    }
    if (count[0] == 0 || count[1] == 0) {
      return NO_SPLIT;
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

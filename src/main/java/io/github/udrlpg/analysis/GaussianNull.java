package io.github.udrlpg.analysis;

import io.github.udrlpg.analysis.TwoMeans.Split;
import io.github.udrlpg.rollout.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * How well a single Gaussian of the same mean and covariance seems to fall in two: k-means splits
 * anything, and finds something.
 *
 * @param observed the points' own split
 * @param mean mean silhouette of the Gaussian samples
 * @param max the highest of theirs
 * @param p the chance of as high a silhouette without clusters: (1 + as high ones) / (1 + samples);
 *     1 where the points have no split
 */
record GaussianNull(Split observed, double mean, double max, double p) {

  /**
   * Compares points with samples of as many, after what the split sets aside: an outlier would make
   * the Gaussian wider than any cluster. Each sample is split by the same rules.
   *
   * @param points {@code [points][dimensions]}
   * @param samples how many to draw
   */
  static GaussianNull of(double[][] points, int samples, long seed) {
    Split observed = TwoMeans.split(points, seed);
    double[][] kept =
        IntStream.of(observed.kept()).mapToObj(i -> points[i]).toArray(double[][]::new);
    double[] silhouettes = new double[samples];
    for (int i = 0; i < samples; i++) {
      long own = Mix.of(seed, i, 1);
      silhouettes[i] = TwoMeans.split(draw(kept, own), own).silhouette();
    }
    long asHigh =
        Arrays.stream(silhouettes).filter(value -> value >= observed.silhouette()).count();
    return new GaussianNull(
        observed,
        Arrays.stream(silhouettes).average().orElseThrow(),
        Arrays.stream(silhouettes).max().orElseThrow(),
        (1.0 + asHigh) / (1.0 + samples));
  }

  /**
   * Draws points of a Gaussian. Sums of the centred points with independent normal factors, over
   * √(n − 1), have exactly their covariance, which is never decomposed.
   */
  private static double[][] draw(double[][] points, long seed) {
    UniformRandomProvider random = Seeds.random(seed);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    int dimensions = points[0].length;
    double[] mean = new double[dimensions];
    for (double[] point : points) {
      for (int k = 0; k < dimensions; k++) {
        mean[k] += point[k] / points.length;
      }
    }
    double scale = 1 / Math.sqrt(points.length - 1.0);
    double[][] drawn = new double[points.length][];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = mean.clone();
      for (double[] point : points) {
        double factor = scale * normal.sample();
        for (int k = 0; k < dimensions; k++) {
          drawn[i][k] += factor * (point[k] - mean[k]);
        }
      }
    }
    return drawn;
  }
}

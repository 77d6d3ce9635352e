package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.analysis.TwoMeans.Split;
import io.github.udrlpg.rollout.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class TwoMeansTest {
  private static final double[][] TWO_PAIRS = {{0}, {1}, {10}, {11}};

  @Test
  void knowsTheSilhouetteOfTwoPairs() {
    // Within 1; across (100 + 121) / 2 for the outer points and (81 + 100) / 2 for the inner ones.
    double outer = 1 - 1 / 110.5;
    double inner = 1 - 1 / 90.5;
    double expected = (outer + inner) / 2;
    assertThat(TwoMeans.silhouette(TWO_PAIRS, new int[] {0, 0, 1, 1}))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void oneClusterIsNoSplit() {
    assertThat(TwoMeans.silhouette(TWO_PAIRS, new int[4])).isEqualTo(-1);
  }

  @Test
  void needsFivePointsOfAClusterAndOneInTwenty() {
    assertThat(TwoMeans.fewest(30)).isEqualTo(5);
    assertThat(TwoMeans.fewest(100)).isEqualTo(5);
    assertThat(TwoMeans.fewest(101)).isEqualTo(6);
    assertThat(TwoMeans.fewest(400)).isEqualTo(20);
    assertThat(TwoMeans.split(points(4, 0, 4, 10), 1).isFound()).isFalse();
    Split split = TwoMeans.split(points(5, 0, 5, 10), 1);
    assertThat(split.labels()).hasSize(10).containsOnly(0, 1);
    assertThat(split.labels()[0]).isNotEqualTo(split.labels()[9]);
    assertThat(split.silhouette()).isGreaterThan(0.9);
  }

  @Test
  void setsAsideWhatIsTooFewForACluster() {
    Split split = TwoMeans.split(points(20, 0, 20, 10, 3, 500), 1);
    assertThat(split.isFound()).isTrue();
    assertThat(split.labels()).endsWith(-1, -1, -1);
    assertThat(split.kept()).hasSize(40);
    assertThat(split.silhouette()).isGreaterThan(0.9);
  }

  @Test
  void doesNotSetAsideSoManyThatTheyWouldBeACluster() {
    // Four and four outliers on both sides: each is too small, both together are not.
    Split split = TwoMeans.split(points(40, 0, 4, 500, 4, -700), 1);
    assertThat(split.isFound()).isFalse();
    assertThat(split.labels()).containsOnly(-1);
    assertThat(split.kept()).hasSize(48);
  }

  @Test
  void equalPointsHaveNoSplit() {
    assertThat(TwoMeans.split(new double[40][3], 1).isFound()).isFalse();
    assertThat(GaussianNull.of(new double[40][3], 19, 1).p()).isEqualTo(1);
  }

  /** Counts and places: so many points a thousandth apart from each place on. */
  private static double[][] points(int... countsAndPlaces) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < countsAndPlaces.length; i += 2) {
      for (int k = 0; k < countsAndPlaces[i]; k++) {
        points.add(new double[] {countsAndPlaces[i + 1] + k / 1000.0});
      }
    }
    return points.toArray(double[][]::new);
  }

  /** Sixty points of a Gaussian in ten dimensions, and what is put among them. */
  private static double[][] gaussian(long seed, double apart, double[]... more) {
    var normal = ZigguratSampler.NormalizedGaussian.of(Seeds.random(seed));
    double[][] points = Arrays.copyOf(more, more.length + 60);
    for (int i = more.length; i < points.length; i++) {
      points[i] = normal.samples(10).toArray();
      points[i][0] += i % 3 == 0 ? apart : 0;
    }
    return points;
  }

  private static double[] outlier(double distance) {
    double[] point = new double[10];
    point[3] = distance;
    return point;
  }

  @Test
  void oneOutlierIsNoCluster() {
    for (double distance : new double[] {8, 30, 1e6}) {
      int two = 0;
      for (int seed = 0; seed < 20; seed++) {
        if (GaussianNull.of(gaussian(seed, 0, outlier(distance)), 99, seed).p() <= 0.05) {
          two++;
        }
      }
      // Of twenty Gaussians one is expected below 0.05; five or more have a chance of 0.3 %.
      assertThat(two).as("outlier at %s", distance).isLessThan(5);
    }
  }

  @Test
  void outliersDoNotHideTwoClusters() {
    for (double[][] points :
        List.of(
            gaussian(1, 8),
            gaussian(2, 8, outlier(30)),
            gaussian(2, 8, outlier(60)),
            gaussian(3, 8, outlier(1e6)))) {
      GaussianNull comparison = GaussianNull.of(points, 99, 1);
      assertThat(comparison.p()).isEqualTo(0.01);
      assertThat(IntStream.of(comparison.observed().labels()).filter(l -> l == 0).count())
          .isBetween(20L, 41L);
    }
  }

  @Test
  void comparesWithAGaussianOfTheSameCovariance() {
    double[][] two = new double[60][1];
    double[][] even = new double[60][1];
    for (int i = 0; i < two.length; i++) {
      two[i][0] = (i % 2) * 10 + i / 60.0;
      even[i][0] = i / 60.0;
    }
    assertThat(GaussianNull.of(two, 99, 1).p()).isEqualTo(0.01);
    assertThat(GaussianNull.of(two, 99, 1).observed().silhouette())
        .isGreaterThan(GaussianNull.of(two, 99, 1).max());
    assertThat(GaussianNull.of(even, 99, 1).observed().silhouette()).isLessThan(0.85);
  }
}

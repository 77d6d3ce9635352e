package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    assertThat(TwoMeans.silhouette(TWO_PAIRS, 1)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void oneClusterIsNoSplit() {
    assertThat(TwoMeans.silhouette(TWO_PAIRS, new int[4])).isEqualTo(-1);
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
    assertThat(GaussianNull.of(two, 99, 1).observed())
        .isGreaterThan(GaussianNull.of(two, 99, 1).max());
    assertThat(GaussianNull.of(even, 99, 1).observed()).isLessThan(0.85);
  }
}

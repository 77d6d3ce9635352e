package io.github.udrlpg.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {
  private static final double NAN = Double.NaN;

  @Test
  void isOrderedByErrorAndLeavesOutWhatIsDominated() {
    // The second has more error and less score than the first, the last one more error for nothing.
    assertThat(front(new double[] {0.3, 0.4, 0.1, 0.2, 0.5}, new double[] {9, 8, 2, 5, 9}))
        .containsExactly(2, 3, 0);
  }

  @Test
  void aLowErrorIsTheBetterOne() {
    assertThat(front(new double[] {0.1, 0.2}, new double[] {5, 5})).containsExactly(0);
    assertThat(front(new double[] {0.1, 0.1}, new double[] {4, 5})).containsExactly(1);
  }

  @Test
  void equalPointsAreAllInIt() {
    assertThat(front(new double[] {0.2, 0.1, 0.2, 0.1}, new double[] {7, 3, 7, 3}))
        .containsExactly(1, 3, 0, 2);
  }

  @Test
  void whatIsMissingIsInNoFrontAndDominatesNothing() {
    assertThat(front(new double[] {NAN, 0.2, 0.1, NAN}, new double[] {9, 1, NAN, NAN}))
        .containsExactly(1);
    assertThat(front(new double[] {NAN}, new double[] {NAN})).isEmpty();
    assertThat(front(new double[] {}, new double[] {})).isEmpty();
  }

  @Test
  void everyPointHasBoth() {
    assertThatThrownBy(() -> front(new double[] {1, 2}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Every point needs an error and a score, found 2 and 1");
  }

  private static List<Integer> front(double[] errors, double[] scores) {
    return ParetoFront.of(errors, scores);
  }
}

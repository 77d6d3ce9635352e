package io.github.udrlpg.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecentCurveTest {
  private final RecentCurve curve = new RecentCurve();

  @Test
  void aLeapIsLookedIntoInItsMiddle() {
    curve.add(0.2, 0.1);
    curve.add(0.6, 0.9);
    curve.add(0.4, 0.15);

    assertThat(curve.command(0.525)).isCloseTo(0.5, within(1e-12));
    assertThat(curve.command(0.125)).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void whatNobodyAchievedIsCommandedAsItIs() {
    assertThat(curve.command(0.7)).isEqualTo(0.7);
    curve.add(0.2, 0.1);
    assertThat(curve.command(0.7)).isEqualTo(0.7);
    curve.add(0.6, 0.5);

    assertThat(curve.command(0.05)).isEqualTo(0.05);
    assertThat(curve.command(0.7)).isEqualTo(0.7);
  }

  @Test
  void equalCommandsAreAveraged() {
    curve.add(0, 0);
    curve.add(1, 0.9);
    curve.add(1, 1.1);

    assertThat(curve.command(0.25)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void onlyTheLastPointsCount() {
    for (int i = 0; i < 100; i++) {
      curve.add(i, -i);
    }
    for (int i = 0; i < 48; i++) {
      curve.add(i / 47.0, 2 * i / 47.0);
    }

    assertThat(curve.points()).hasSize(48);
    assertThat(curve.command(1)).isCloseTo(0.5, within(1e-12));
  }
}

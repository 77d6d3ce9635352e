package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.rollout.Seeds;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class SketchTest {
  @Test
  void leavesFewWeightsAsTheyAre() {
    assertThat(Sketch.of(3).isExact()).isTrue();
    assertThat(Sketch.of(3).apply(new float[] {1, 2, 3})).containsExactly(1, 2, 3);
  }

  @Test
  void keepsLengthsOfMany() {
    UniformRandomProvider random = Seeds.random(3);
    float[] weights = new float[70_000];
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextFloat() - 0.5f;
      squares += weights[i] * weights[i];
    }
    double sketched = 0;
    for (float value : Sketch.of(weights.length).apply(weights)) {
      sketched += value * value;
    }
    // Three standard deviations of √(2 / 512).
    assertThat(sketched / squares).isCloseTo(1, within(0.19));
  }

  @Test
  void isLinear() {
    float[] a = new float[1000];
    float[] twice = new float[1000];
    for (int i = 0; i < a.length; i++) {
      a[i] = i % 7;
      twice[i] = 2 * a[i];
    }
    float[] sketch = Sketch.of(1000).apply(a);
    float[] other = Sketch.of(1000).apply(twice);
    assertThat(sketch).hasSize(512);
    for (int i = 0; i < sketch.length; i++) {
      assertThat(other[i]).isEqualTo(2 * sketch[i]);
    }
  }
}

package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterAverageTest {
  private static final HypernetworkShape SHAPE =
      new HypernetworkShape(PolicyShape.of(3, 8, 2), List.of(16), 4, 4, OutputScale.none());
  private static final AdamSettings ADAM = new AdamSettings(1e-2, 0.9, 0.999, 1e-8);

  @Test
  void theAverageFollowsTheParametersByItsDecay() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1, 2)) {
      generator.keepAverage(0.75);
      String name = generator.state().parameters().keySet().iterator().next();
      double expected = generator.state().parameters().get(name)[0];
      for (int i = 0; i < 10; i++) {
        update(generator);
        double present = generator.state().parameters().get(name)[0];
        expected += 0.25 * (present - expected);
        assertThat(generator.state().averages().get(name)[0])
            .isCloseTo((float) expected, within(1e-6f));
      }
    }
  }

  @Test
  void generatingFromTheAverageLeavesTheGeneratorAsItWas() {
    double[] commands = {0.3, 0.9};
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1, 1)) {
      generator.keepAverage(0.9);
      float[] untrained = generator.generate(0.3);
      for (int i = 0; i < 5; i++) {
        update(generator);
      }
      float[] before = generator.generate(0.3);

      float[][] averaged = generator.generateFromAverage(commands);

      assertThat(averaged[0]).isNotEqualTo(before).isNotEqualTo(untrained);
      assertThat(generator.generate(0.3)).isEqualTo(before);
      GeneratorState average =
          new GeneratorState(
              0,
              generator.state().averages(),
              generator.state().firstMoments(),
              generator.state().secondMoments());
      try (PolicyGenerator ofAverage = PolicyGenerator.restore(SHAPE, ADAM, average, 1)) {
        assertThat(ofAverage.generate(commands)).isEqualTo(averaged);
      }
    }
  }

  @Test
  void aRestoredGeneratorContinuesItsAverage() {
    try (PolicyGenerator whole = PolicyGenerator.initialize(SHAPE, ADAM, 1, 1)) {
      whole.keepAverage(0.9);
      update(whole);
      try (PolicyGenerator restored = PolicyGenerator.restore(SHAPE, ADAM, whole.state(), 1)) {
        restored.keepAverage(0.9);
        update(whole);
        update(restored);
        assertThat(restored.generateFromAverage(new double[] {0.5}))
            .isEqualTo(whole.generateFromAverage(new double[] {0.5}));
      }
    }
  }

  @Test
  void withoutAnAverageTheGeneratorItselfIsAsked() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1, 1)) {
      assertThat(generator.generateFromAverage(new double[] {0.5})[0])
          .isEqualTo(generator.generate(0.5));
      assertThat(generator.state().averages()).isEmpty();
    }
  }

  private static void update(PolicyGenerator generator) {
    float[] target = new float[generator.parameterCount()];
    java.util.Arrays.fill(target, 0.5f);
    generator.update(new double[] {0.3}, new FloatBuffer[] {FloatBuffer.wrap(target)});
  }
}

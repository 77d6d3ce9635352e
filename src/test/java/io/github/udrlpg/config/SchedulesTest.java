package io.github.udrlpg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulesTest {
  @Test
  void theStepSizeFallsLinearlyAndThenStays() {
    GeneratorSettings generator =
        settings(
            "generator.learning-rate=1e-3",
            "generator.learning-rate-final=2e-4",
            "generator.learning-rate-decay-steps=1000");

    assertThat(generator.learningRate(0)).isEqualTo(1e-3);
    assertThat(generator.learningRate(500)).isCloseTo(6e-4, within(1e-15));
    assertThat(generator.learningRate(1000)).isCloseTo(2e-4, within(1e-15));
    assertThat(generator.learningRate(5000)).isCloseTo(2e-4, within(1e-15));
  }

  @Test
  void theStepSizeStaysWithoutAFinalOne() {
    assertThat(settings("generator.learning-rate=1e-3").learningRate(3_000_000)).isEqualTo(1e-3);
  }

  @Test
  void theNoiseFallsAsReturnsRise() {
    RolloutSettings rollout =
        ConfigLoader.load("rollout { noise = 0.16, noise-at-top = 0.01 }", "x.conf", List.of())
            .settings()
            .rollout();

    assertThat(rollout.noise(Double.NEGATIVE_INFINITY)).isEqualTo(0.16);
    assertThat(rollout.noise(0.5)).isCloseTo(0.04, within(1e-15));
    assertThat(rollout.noise(1)).isCloseTo(0.01, within(1e-15));
    assertThat(rollout.noise(1.4)).isCloseTo(0.01, within(1e-15));
  }

  private static GeneratorSettings settings(String... overrides) {
    return ConfigLoader.load("", "empty", List.of(overrides)).settings().generator();
  }
}

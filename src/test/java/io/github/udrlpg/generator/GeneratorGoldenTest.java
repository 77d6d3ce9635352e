package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.nn.AdamSettings;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both engines against what the authors' program computed in double precision. */
@Tag("native")
class GeneratorGoldenTest {
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest
  @CsvSource({
    "NATIVE, hypernetwork.json",
    "NATIVE, hypernetwork-scaled-3-hidden.json",
    "ND4J, hypernetwork.json",
    "ND4J, hypernetwork-scaled-3-hidden.json"
  })
  void generatesTheReferencesPolicies(Engine engine, String file) {
    GoldenHypernetwork golden = GoldenHypernetwork.read(file);
    try (Generator generator = engine.restore(golden.shape(), golden.adam(), golden.state())) {
      assertPolicies(golden, generator, "outputs");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, hypernetwork.json",
    "NATIVE, hypernetwork-scaled-3-hidden.json",
    "ND4J, hypernetwork.json",
    "ND4J, hypernetwork-scaled-3-hidden.json"
  })
  void computesTheReferencesFirstGradients(Engine engine, String file) {
    GoldenHypernetwork golden = GoldenHypernetwork.read(file);
    // Without a memory of its own, Adam's first moment is the gradient.
    AdamSettings forgetful = new AdamSettings(golden.adam().learningRate(), 0, 0.999, 1e-8);
    try (Generator generator = engine.restore(golden.shape(), forgetful, golden.state())) {
      update(golden, generator);
      Map<String, double[]> expected = golden.named("gradients_first_step");
      Closeness.assertClose(
          generator.state().firstMoments(), expected, TOLERANCE, Closeness.largest(expected) * 0.1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, hypernetwork.json",
    "NATIVE, hypernetwork-scaled-3-hidden.json",
    "ND4J, hypernetwork.json",
    "ND4J, hypernetwork-scaled-3-hidden.json"
  })
  void takesTheReferencesFiveAdamSteps(Engine engine, String file) {
    GoldenHypernetwork golden = GoldenHypernetwork.read(file);
    try (Generator generator = engine.restore(golden.shape(), golden.adam(), golden.state())) {
      for (double expected : golden.losses()) {
        assertThat(update(golden, generator)).isCloseTo(expected, within(expected * TOLERANCE));
      }
      assertThat(generator.steps()).isEqualTo(golden.losses().length);
      Closeness.assertClose(
          generator.state().parameters(), golden.named("parameters_after_5_steps"), TOLERANCE, 1);
      assertPolicies(golden, generator, "outputs_after_5_steps");
    }
  }

  private static double update(GoldenHypernetwork golden, Generator generator) {
    return generator.update(
        golden.commands(), Targets.of(GoldenHypernetwork.floats(golden.policies("targets"))));
  }

  private static void assertPolicies(GoldenHypernetwork golden, Generator generator, String field) {
    float[][] policies = generator.generate(golden.commands());
    double[][] expected = golden.policies(field);
    for (int i = 0; i < expected.length; i++) {
      Closeness.assertClose(field + "[" + i + "]", policies[i], expected[i], TOLERANCE, 1);
    }
  }
}

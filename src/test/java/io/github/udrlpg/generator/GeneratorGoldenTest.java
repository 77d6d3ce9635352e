package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.nn.AdamSettings;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both engines against what the authors' program computed in double precision. */
@Tag("native")
class GeneratorGoldenTest {
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> enginesAndReferences() {
    return Stream.of(Engine.values())
        .flatMap(
            engine ->
                Stream.of("hypernetwork.json", "hypernetwork-scaled-3-hidden.json")
                    .map(file -> Arguments.of(engine, file)));
  }

  @ParameterizedTest
  @MethodSource("enginesAndReferences")
  void generatesTheReferencesPolicies(Engine engine, String file) {
    GoldenHypernetwork golden = GoldenHypernetwork.read(file);
    try (Generator generator = engine.restore(golden.shape(), golden.adam(), golden.state())) {
      assertPolicies(golden, generator, "outputs");
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndReferences")
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
  @MethodSource("enginesAndReferences")
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

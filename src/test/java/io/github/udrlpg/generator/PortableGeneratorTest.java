package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.testing.Serializers;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("native")
class PortableGeneratorTest {
  private static final HypernetworkShape CROPPED =
      new HypernetworkShape(
          PolicyShape.of(5, 19, 21, 3), List.of(24, 17), 6, 8, OutputScale.byFanIn(2));

  static Stream<HypernetworkShape> shapes() {
    return Stream.of(
        CROPPED,
        new HypernetworkShape(PolicyShape.of(4, 2), List.of(9), 3, 8, OutputScale.none()),
        new HypernetworkShape(PolicyShape.of(8, 16, 2), List.of(20, 20), 4, 8, OutputScale.none()),
        new HypernetworkShape(
            PolicyShape.of(11, 64, 64, 3), List.of(64, 64, 32), 16, 32, OutputScale.none()));
  }

  private static PolicyGenerator generator(HypernetworkShape shape) {
    return PolicyGenerator.initialize(shape, AdamSettings.withLearningRate(1e-3), 7, 1);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void givesWhatTheTrainersGeneratorGives(HypernetworkShape shape) {
    try (PolicyGenerator generator = generator(shape)) {
      PortableGenerator portable = PortableGenerator.of(shape, generator.state().parameters());
      assertThat(portable.shape()).isEqualTo(shape);
      for (double command : new double[] {0, 0.37, 1, 2.5}) {
        float[] expected = generator.generate(command);
        float[] found = portable.generate(command);
        assertThat(found).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i]).as("weight %d", i).isCloseTo(expected[i], within(2e-5f));
        }
      }
    }
  }

  @Test
  void givesBackTheParametersThatItWasMadeOf() {
    try (PolicyGenerator generator = generator(CROPPED)) {
      Map<String, float[]> parameters = generator.state().parameters();
      Map<String, float[]> found = PortableGenerator.of(CROPPED, parameters).parameters();
      assertThat(found.keySet()).isEqualTo(parameters.keySet());
      parameters.forEach((name, values) -> assertThat(found.get(name)).isEqualTo(values));
    }
  }

  static Stream<UnaryOperator<Object>> serializers() {
    return Stream.of(Serializers::java, Serializers::kryo);
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void arrivesAsItWas(UnaryOperator<Object> trip) {
    try (PolicyGenerator generator = generator(CROPPED)) {
      PortableGenerator sent = PortableGenerator.of(CROPPED, generator.state().parameters());
      float[] expected = sent.generate(0.4);
      PortableGenerator arrived = (PortableGenerator) trip.apply(sent);
      assertThat(arrived.generate(0.4)).isEqualTo(expected);
      assertThat(arrived.shape()).isEqualTo(CROPPED);
    }
  }

  @Test
  void refusesParametersOfAnotherShapeAndCommandsThatAreNoNumbers() {
    try (PolicyGenerator generator = generator(CROPPED)) {
      Map<String, float[]> parameters = generator.state().parameters();
      HypernetworkShape other =
          new HypernetworkShape(PolicyShape.of(4, 2), List.of(9), 3, 8, OutputScale.none());
      assertThatThrownBy(() -> PortableGenerator.of(other, parameters))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("it belongs to a generator of another shape");
      PortableGenerator portable = PortableGenerator.of(CROPPED, parameters);
      assertThatThrownBy(() -> portable.generate(Double.NaN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("NaN");
    }
  }
}

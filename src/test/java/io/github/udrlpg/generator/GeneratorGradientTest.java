package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes that no golden file covers, against a plain double-precision hypernetwork. */
@Tag("native")
class GeneratorGradientTest {
  private static final double TOLERANCE = 1e-5;
  private static final double[] DISTINCT = {0.9, 0.05, 0.4};
  private static final double[] REPEATED = {0.9, 0.05, 0.9, 0.4, 0.05, 0.9};
  // Close together, so that few units switch between them, in no order and with repeats.
  private static final double[] NARROW = {
    0.52, 0.5, 0.507, 0.503, 0.507, 0.511, 0.5, 0.514, 0.517, 0.509, 0.505
  };
  private static final double[] WIDE = {0, 1, 0.1, 0.9, 0.25, 0.3, 0.6, 0.75, 0.45, -0.3, 1.4};
  private static final AdamSettings FORGETFUL = new AdamSettings(1e-3, 0, 0.999, 1e-8);

  static Stream<HypernetworkShape> shapes() {
    return Stream.of(
        shape(PolicyShape.of(3, 8, 8, 2), List.of(6, 5), OutputScale.none()),
        // Tiles of four crop the last row and column of tiles of every layer.
        shape(PolicyShape.of(3, 7, 10, 5, 2), List.of(6, 5), OutputScale.none()),
        shape(PolicyShape.of(3, 7, 10, 5, 2), List.of(9), OutputScale.byFanIn(2)),
        // One hidden layer, narrower than a tile: no hidden-to-hidden network.
        shape(PolicyShape.of(5, 3, 2), List.of(6, 5, 4), OutputScale.none()),
        // More units of the first layer switch than are treated at once.
        shape(PolicyShape.of(3, 8, 2), List.of(150, 4), OutputScale.none()),
        // Linear policies.
        shape(PolicyShape.of(6, 2), List.of(7, 3), OutputScale.none()),
        shape(PolicyShape.of(1, 1), List.of(1), OutputScale.byFanIn(0.5)));
  }

  static Stream<Arguments> enginesAndShapes() {
    return Stream.of(Engine.values())
        .flatMap(engine -> shapes().map(shape -> Arguments.of(engine, shape)));
  }

  private static HypernetworkShape shape(
      PolicyShape policy, List<Integer> hidden, OutputScale scale) {
    return new HypernetworkShape(policy, hidden, 3, 4, scale);
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void generatesWhatTheDefinitionSays(Engine engine, HypernetworkShape shape) {
    try (Generator generator = engine.initialize(shape, FORGETFUL, 5)) {
      ReferenceHypernetwork reference = ReferenceHypernetwork.of(shape, generator.state());
      for (double command : DISTINCT) {
        Closeness.assertClose(
            "policy", generator.generate(command), reference.generate(command), TOLERANCE, 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void differentiatesTheLossExactly(Engine engine, HypernetworkShape shape) {
    assertLossAndGradient(engine, shape, DISTINCT);
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void sharesThePassOfEqualCommandsWithoutChangingLossOrGradient(
      Engine engine, HypernetworkShape shape) {
    assertLossAndGradient(engine, shape, REPEATED);
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void interpolatesBetweenCloseCommandsWithoutChangingLossOrGradient(
      Engine engine, HypernetworkShape shape) {
    assertLossAndGradient(engine, shape, NARROW);
  }

  @ParameterizedTest
  @MethodSource("enginesAndShapes")
  void followsUnitsThatSwitchBetweenDistantCommands(Engine engine, HypernetworkShape shape) {
    assertLossAndGradient(engine, shape, WIDE);
    assertLossAndGradient(engine, shape, DoubleStream.of(WIDE).map(c -> 40 * c - 20).toArray());
  }

  /** Two layers of two rows each, one of one: four ways to draw half of them, all as likely. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void theMeanOverAllDrawsOfTilesIsTheLossAndItsGradient(Engine engine) {
    HypernetworkShape shape = shape(PolicyShape.of(3, 8, 8, 2), List.of(6, 5), OutputScale.none());
    try (Generator generator = engine.initialize(shape, FORGETFUL, 5)) {
      ReferenceHypernetwork reference = ReferenceHypernetwork.of(shape, generator.state());
      double[][] targets = targets(NARROW.length, shape);
      Map<Double, Map<String, float[]>> gradientByLoss = new HashMap<>();
      for (int seed = 0; seed < 64; seed++) {
        Generator copy = engine.restore(shape, FORGETFUL, generator.state());
        double loss =
            copy.update(
                NARROW,
                Targets.of(GoldenHypernetwork.floats(targets)),
                0.5,
                RandomSource.SPLIT_MIX_64.create(seed));
        gradientByLoss.put(loss, copy.state().firstMoments());
        copy.close();
      }
      assertThat(gradientByLoss).hasSize(4);
      double mean =
          gradientByLoss.keySet().stream().mapToDouble(Double::doubleValue).sum()
              / gradientByLoss.size();
      double expected = reference.loss(NARROW, targets);
      assertThat(mean).isCloseTo(expected, within(expected * TOLERANCE));
      Map<String, double[]> gradient = reference.gradient(NARROW, targets);
      Closeness.assertClose(
          mean(gradientByLoss.values()), gradient, TOLERANCE, Closeness.largest(gradient) * 0.1);
    }
  }

  private static Map<String, float[]> mean(Collection<Map<String, float[]>> all) {
    Map<String, float[]> mean = new HashMap<>();
    for (Map<String, float[]> one : all) {
      one.forEach(
          (name, values) -> {
            float[] sum = mean.computeIfAbsent(name, n -> new float[values.length]);
            for (int i = 0; i < values.length; i++) {
              sum[i] += values[i] / all.size();
            }
          });
    }
    return mean;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void generatesWholePoliciesAfterAnUpdateOnSomeTiles(Engine engine) {
    HypernetworkShape shape = shape(PolicyShape.of(3, 8, 8, 2), List.of(6, 5), OutputScale.none());
    double[] commands = {0.5};
    FloatBuffer[] targets = Targets.of(GoldenHypernetwork.floats(targets(1, shape)));
    try (Generator generator = engine.initialize(shape, FORGETFUL, 5)) {
      generator.update(commands, targets, 0.5, RandomSource.SPLIT_MIX_64.create(1));
      try (Generator fresh = engine.restore(shape, FORGETFUL, generator.state())) {
        assertThat(generator.generate(0.5)).isEqualTo(fresh.generate(0.5));
        assertThat(generator.update(commands, targets)).isEqualTo(fresh.update(commands, targets));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void refusesAFractionOfTilesThatIsNone(Engine engine) {
    HypernetworkShape shape = shape(PolicyShape.of(3, 8, 2), List.of(6, 5), OutputScale.none());
    try (Generator generator = engine.initialize(shape, FORGETFUL, 5)) {
      FloatBuffer[] targets = Targets.of(GoldenHypernetwork.floats(targets(1, shape)));
      double[] commands = {0.5};
      for (double fraction : new double[] {0, -1, 1.1, Double.NaN}) {
        assertThatThrownBy(
                () ->
                    generator.update(
                        commands, targets, fraction, RandomSource.SPLIT_MIX_64.create(1)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("The fraction of tiles must be in (0, 1], found " + fraction);
      }
    }
  }

  private static void assertLossAndGradient(
      Engine engine, HypernetworkShape shape, double[] commands) {
    try (Generator generator = engine.initialize(shape, FORGETFUL, 5)) {
      ReferenceHypernetwork reference = ReferenceHypernetwork.of(shape, generator.state());
      double[][] targets = targets(commands.length, shape);
      double expected = reference.loss(commands, targets);
      double loss = generator.update(commands, Targets.of(GoldenHypernetwork.floats(targets)));
      assertThat(loss).isCloseTo(expected, within(expected * TOLERANCE));
      Map<String, double[]> gradient = reference.gradient(commands, targets);
      Closeness.assertClose(
          generator.state().firstMoments(), gradient, TOLERANCE, Closeness.largest(gradient) * 0.1);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theReferencesGradientIsThatOfItsLoss(HypernetworkShape shape) {
    // Two losses for every parameter, so few commands, one of them twice.
    double[] commands = {0.9, 0.05, 0.9};
    try (Generator generator = PolicyGenerator.initialize(shape, FORGETFUL, 5)) {
      ReferenceHypernetwork reference = ReferenceHypernetwork.of(shape, generator.state());
      double[][] targets = targets(commands.length, shape);
      Map<String, double[]> gradient = reference.gradient(commands, targets);
      double largest = Closeness.largest(gradient);
      gradient.forEach(
          (name, values) -> {
            for (int i = 0; i < values.length; i++) {
              double numeric = reference.numericGradient(commands, targets, name, i, 1e-6);
              assertThat(values[i])
                  .as("%s[%d]", name, i)
                  .isCloseTo(numeric, within(largest * 1e-6));
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void policiesOfFullSizeAgreeInFloatPrecision(Engine engine) {
    HypernetworkShape paper =
        new HypernetworkShape(
            PolicyShape.of(11, 256, 256, 3), List.of(48, 40), 32, 32, OutputScale.none());
    try (Generator generator = engine.initialize(paper, FORGETFUL, 5)) {
      ReferenceHypernetwork reference = ReferenceHypernetwork.of(paper, generator.state());
      double[][] targets = targets(DISTINCT.length, paper);
      double expected = reference.loss(DISTINCT, targets);
      assertThat(generator.update(DISTINCT, Targets.of(GoldenHypernetwork.floats(targets))))
          .isCloseTo(expected, within(expected * TOLERANCE));
      Map<String, double[]> gradient = reference.gradient(DISTINCT, targets);
      Closeness.assertClose(
          generator.state().firstMoments(), gradient, TOLERANCE, Closeness.largest(gradient) * 0.1);
    }
  }

  private static double[][] targets(int count, HypernetworkShape shape) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(7L);
    double[][] targets = new double[count][shape.policy().parameterCount()];
    for (double[] target : targets) {
      for (int i = 0; i < target.length; i++) {
        // Exact as a float, so that both sides see the same target.
        target[i] = random.nextFloat() - 0.5f;
      }
    }
    return targets;
  }
}

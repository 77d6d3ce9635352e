package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both engines side by side through whole short trainings.
 *
 * <p>Numbers agree within 1e-5 of the larger of their size and 1, which is the size of a policy's
 * weights and of embeddings. The optimiser's ε is not the usual 1e-8: a parameter whose gradient is
 * the rounding of zero would be moved by a whole step in a direction of its own.
 */
@Tag("native")
class EnginesTest {
  private static final double TOLERANCE = 1e-5;
  private static final int UPDATES = 60;
  private static final AdamSettings ADAM = new AdamSettings(1e-3, 0.9, 0.999, 1e-4);
  private static final HypernetworkShape SHAPE = shape(OutputScale.none());

  private static HypernetworkShape shape(OutputScale scale) {
    // Tiles of eight crop layers of 20 and 12; the layers between share their networks.
    return new HypernetworkShape(PolicyShape.of(5, 20, 20, 12, 2), List.of(24, 16), 4, 8, scale);
  }

  static Stream<HypernetworkShape> shapes() {
    return Stream.of(SHAPE, shape(OutputScale.byFanIn(2)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void agreeThroughAWholeTraining(HypernetworkShape shape) {
    try (Generator fast = Engine.NATIVE.initialize(shape, ADAM, 3);
        Generator reference = Engine.ND4J.initialize(shape, ADAM, 3)) {
      assertThat(reference.generatorParameterCount()).isEqualTo(fast.generatorParameterCount());
      assertSame(reference.state().parameters(), fast.state().parameters());
      fast.keepAverage(0.9);
      reference.keepAverage(0.9);
      Batches batches = new Batches(shape);
      double first = Double.NaN;
      double last = Double.NaN;
      for (int i = 0; i < UPDATES; i++) {
        batches.draw();
        double rate = 5e-3 / (1 + i / 60.0);
        fast.setLearningRate(rate);
        reference.setLearningRate(rate);
        last = fast.update(batches.commands, Targets.of(batches.targets));
        first = i == 0 ? last : first;
        assertThat(reference.update(batches.commands, Targets.of(batches.targets)))
            .isCloseTo(last, within(TOLERANCE * last));
      }
      assertThat(last).as("they learn").isLessThan(0.7 * first);
      assertThat(reference.steps()).isEqualTo(UPDATES);
      assertAgree(reference, fast);
    }
  }

  @Test
  void agreeOnAFractionOfTheTiles() {
    UniformRandomProvider fastTiles = RandomSource.SPLIT_MIX_64.create(9L);
    UniformRandomProvider referenceTiles = RandomSource.SPLIT_MIX_64.create(9L);
    try (Generator fast = Engine.NATIVE.initialize(SHAPE, ADAM, 3);
        Generator reference = Engine.ND4J.initialize(SHAPE, ADAM, 3)) {
      Batches batches = new Batches(SHAPE);
      for (int i = 0; i < UPDATES; i++) {
        batches.draw();
        fast.update(batches.commands, Targets.of(batches.targets), 0.4, fastTiles);
        reference.update(batches.commands, Targets.of(batches.targets), 0.4, referenceTiles);
      }
      assertAgree(reference, fast);
      assertThat(referenceTiles.nextLong()).isEqualTo(fastTiles.nextLong());

      double[] distinct = {0.2, 0.4, 0.9};
      float[][] targets = new float[3][SHAPE.policy().parameterCount()];
      double expected = fast.update(distinct, Targets.of(targets), 0.4, fastTiles);
      assertThat(reference.update(distinct, Targets.of(targets), 0.4, referenceTiles))
          .isCloseTo(expected, within(TOLERANCE * expected));
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void oneContinuesFromTheOthersState(Engine engine) {
    Engine other = engine == Engine.NATIVE ? Engine.ND4J : Engine.NATIVE;
    try (Generator whole = engine.initialize(SHAPE, ADAM, 3)) {
      whole.keepAverage(0.9);
      Batches batches = new Batches(SHAPE);
      train(whole, batches, UPDATES / 2, 1);
      try (Generator same = engine.restore(SHAPE, ADAM, whole.state());
          Generator continued = other.restore(SHAPE, ADAM, whole.state())) {
        continued.keepAverage(0.9);
        same.keepAverage(0.9);
        assertSame(continued.state().parameters(), whole.state().parameters());
        assertSame(continued.state().firstMoments(), whole.state().firstMoments());
        assertSame(continued.state().secondMoments(), whole.state().secondMoments());
        assertSame(continued.state().averages(), whole.state().averages());
        train(whole, new Batches(SHAPE), UPDATES / 2, 1);
        train(same, new Batches(SHAPE), UPDATES / 2, 1);
        train(continued, new Batches(SHAPE), UPDATES / 2, 1);
        assertAgree(continued, whole);
        assertSame(same.state().parameters(), whole.state().parameters());
      }
    }
  }

  /** Which rows of tiles were drawn earlier has no part in which ones are drawn next. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void aRestoredGeneratorDrawsTheSameTiles(Engine engine) {
    try (Generator whole = engine.initialize(SHAPE, ADAM, 3)) {
      train(whole, new Batches(SHAPE), 5, 0.4);
      try (Generator restored = engine.restore(SHAPE, ADAM, whole.state())) {
        train(whole, new Batches(SHAPE), 5, 0.4);
        train(restored, new Batches(SHAPE), 5, 0.4);
        assertSame(restored.state().parameters(), whole.state().parameters());
      }
    }
  }

  private static void train(Generator generator, Batches batches, int updates, double fraction) {
    UniformRandomProvider tiles = RandomSource.SPLIT_MIX_64.create(11L);
    for (int i = 0; i < updates; i++) {
      batches.draw();
      generator.update(batches.commands, Targets.of(batches.targets), fraction, tiles);
    }
  }

  /** Batches with repeated commands, whose targets depend on the command. */
  private static final class Batches {
    final double[] commands = new double[9];
    final float[][] targets;
    private final UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(7L);

    Batches(HypernetworkShape shape) {
      targets = new float[commands.length][shape.policy().parameterCount()];
    }

    void draw() {
      for (int i = 0; i < commands.length; i++) {
        commands[i] = random.nextInt(6) / 5.0;
        for (int j = 0; j < targets[i].length; j++) {
          targets[i][j] = (float) (0.5 * commands[i] + 0.2 * random.nextFloat());
        }
      }
    }
  }

  private static void assertAgree(Generator actual, Generator expected) {
    GeneratorState state = expected.state();
    assertThat(actual.steps()).isEqualTo(expected.steps());
    assertClose(actual.state().parameters(), state.parameters());
    assertClose(actual.state().averages(), state.averages());
    double[] commands = {0, 0.37, 1, 1.5};
    float[][] policies = expected.generate(commands);
    float[][] averaged = expected.generateFromAverage(commands);
    for (int i = 0; i < commands.length; i++) {
      assertClose("policy", actual.generate(commands[i]), policies[i]);
      assertClose("average", actual.generateFromAverage(commands)[i], averaged[i]);
    }
  }

  private static void assertClose(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, values) -> assertClose(name, actual.get(name), values));
  }

  private static void assertClose(String name, float[] actual, float[] expected) {
    double[] values = new double[expected.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = expected[i];
    }
    Closeness.assertClose(name, actual, values, TOLERANCE, 1);
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }
}

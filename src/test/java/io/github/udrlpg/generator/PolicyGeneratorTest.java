package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** What a generator promises to its user. */
@Tag("native")
class PolicyGeneratorTest {
  private static final HypernetworkShape SHAPE =
      new HypernetworkShape(
          PolicyShape.of(5, 24, 20, 2), List.of(24, 16), 4, 8, OutputScale.none());
  private static final AdamSettings ADAM = AdamSettings.withLearningRate(1e-3);

  @Test
  void learnsDifferentPoliciesForDifferentCommands() {
    double[] commands = {0, 1};
    float[][] targets = new float[2][SHAPE.policy().parameterCount()];
    Arrays.fill(targets[0], -0.1f);
    Arrays.fill(targets[1], 0.2f);
    try (PolicyGenerator generator =
        PolicyGenerator.initialize(SHAPE, AdamSettings.withLearningRate(1e-2), 1)) {
      double first = generator.update(commands, Targets.of(targets));
      double last = first;
      for (int i = 0; i < 300; i++) {
        last = generator.update(commands, Targets.of(targets));
      }
      assertThat(last).isLessThan(first / 100);
      assertThat(mean(generator.generate(0))).isCloseTo(-0.1, within(0.02));
      assertThat(mean(generator.generate(1))).isCloseTo(0.2, within(0.02));
    }
  }

  @Test
  void initialParametersFollowPyTorchsDefaults() {
    HypernetworkShape wide =
        new HypernetworkShape(
            PolicyShape.of(11, 256, 256, 3), List.of(64, 100), 32, 32, OutputScale.none());
    try (PolicyGenerator generator = PolicyGenerator.initialize(wide, ADAM, 3)) {
      Map<String, float[]> parameters = generator.state().parameters();
      assertUniform(parameters.get("hidden_hn.net_w.0.weight"), 1 / Math.sqrt(33));
      assertUniform(parameters.get("hidden_hn.net_w.2.weight"), 1 / Math.sqrt(64));
      assertUniform(parameters.get("hidden_hn.net_w.4.bias"), 1 / Math.sqrt(100));
      float[] embeddings = parameters.get("hidden_embeddings.0");
      assertThat(embeddings).hasSize(8 * 8 * 32);
      assertThat(mean(embeddings)).isCloseTo(0, within(0.1));
      assertThat(meanSquare(embeddings)).isCloseTo(1, within(0.1));
    }
  }

  private static void assertUniform(float[] values, double bound) {
    for (float value : values) {
      assertThat((double) value).isBetween(-bound, bound);
    }
    assertThat(meanSquare(values)).isCloseTo(bound * bound / 3, within(bound * bound / 30));
  }

  @Test
  void countsParametersOfThePaper() {
    HypernetworkShape paper =
        new HypernetworkShape(
            PolicyShape.of(11, 256, 256, 3), List.of(512, 512), 32, 32, OutputScale.none());
    try (PolicyGenerator generator = PolicyGenerator.initialize(paper, ADAM, 3)) {
      assertThat(generator.parameterCount()).isEqualTo(69_635);
      assertThat(generator.generatorParameterCount()).isBetween(2_300_000, 2_500_000);
    }
  }

  @Test
  void seedsDecideTheParameters() {
    assertThat(policyOfSeed(1)).isEqualTo(policyOfSeed(1));
    assertThat(policyOfSeed(1)).isNotEqualTo(policyOfSeed(2));
  }

  private static float[] policyOfSeed(long seed) {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, seed)) {
      return generator.generate(0.5);
    }
  }

  @Test
  void resultsAreTheSameToTheBitForAnyNumberOfThreads() {
    GeneratorState one = trained(1);
    assertSame(trained(1), one);
    assertSame(trained(2), one);
    assertSame(trained(5), one);
  }

  private static GeneratorState trained(int threads) {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 4, threads)) {
      train(generator, 3, 1);
      return generator.state();
    }
  }

  @Test
  void generatesAPolicyThatDoesNotDependOnItsNeighbours() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      float[][] policies = generator.generate(new double[] {0.1, 0.7, 0.1});
      assertThat(policies[0]).isEqualTo(generator.generate(0.1)).isEqualTo(policies[2]);
      assertThat(policies[1]).isEqualTo(generator.generate(0.7)).isNotEqualTo(policies[0]);
      assertThat(generator.generate(new double[0])).isEmpty();
    }
  }

  @Test
  void restoringContinuesBitForBit() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      train(generator, 4, 1);
      GeneratorState stored = generator.state();
      try (PolicyGenerator restored = PolicyGenerator.restore(SHAPE, ADAM, stored)) {
        assertThat(restored.steps()).isEqualTo(4);
        assertSame(restored.state(), stored);
        assertThat(restored.generate(0.3)).isEqualTo(generator.generate(0.3));
        train(generator, 3, 2);
        train(restored, 3, 2);
        assertSame(restored.state(), generator.state());
        assertThat(generator.state().parameters().get("in_embeddings"))
            .isNotEqualTo(stored.parameters().get("in_embeddings"));
      }
    }
  }

  @Test
  void aBatchOfAnotherSizeLeavesNothingBehind() {
    try (PolicyGenerator varied = PolicyGenerator.initialize(SHAPE, ADAM, 1);
        PolicyGenerator fresh = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      varied.generate(0.2);
      // A large batch of another generator state must not show in the small one that follows.
      GeneratorState before = varied.state();
      train(varied, 2, 9);
      try (PolicyGenerator back = PolicyGenerator.restore(SHAPE, ADAM, before)) {
        double[] commands = {0.5};
        float[][] targets = targets(1, 8);
        double expected = fresh.update(commands, Targets.of(targets));
        assertThat(back.update(commands, Targets.of(targets))).isEqualTo(expected);
        train(back, 2, 3);
        train(fresh, 2, 3);
        double again = fresh.update(commands, Targets.of(targets));
        assertThat(back.update(commands, Targets.of(targets))).isEqualTo(again);
        assertSame(back.state(), fresh.state());
      }
    }
  }

  @Test
  void learningRateCanChangeBetweenUpdates() {
    try (PolicyGenerator slow = PolicyGenerator.initialize(SHAPE, ADAM, 1);
        PolicyGenerator fast = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      GeneratorState start = slow.state();
      fast.setLearningRate(1e-2);
      train(slow, 1, 1);
      train(fast, 1, 1);
      float[] from = start.parameters().get("hidden_hn.net_w.4.weight");
      float[] little = slow.state().parameters().get("hidden_hn.net_w.4.weight");
      float[] much = fast.state().parameters().get("hidden_hn.net_w.4.weight");
      for (int i = 0; i < from.length; i++) {
        assertThat((double) much[i] - from[i])
            .isCloseTo(10 * ((double) little[i] - from[i]), within(1e-6));
      }
      assertThatThrownBy(() -> fast.setLearningRate(-1))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("Adam's learning rate must be a positive number, found -1.0");
    }
  }

  @Test
  void aLossThatIsNotFiniteChangesNothing() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      GeneratorState before = generator.state();
      float[][] targets = targets(2, 1);
      targets[1][17] = Float.NaN;
      assertThatThrownBy(() -> generator.update(new double[] {0.1, 0.2}, Targets.of(targets)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Generator update 1 diverged: the loss is NaN. Lower the learning rate, now 0.001,"
                  + " and look for targets that are not finite");
      assertSame(generator.state(), before);
    }
  }

  @Test
  void refusesBatchesThatDoNotFit() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      int parameters = generator.parameterCount();
      assertThatThrownBy(
              () -> generator.update(new double[2], Targets.of(new float[1][parameters])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "A generator update needs one target policy for each command, and at least one;"
                  + " found 2 commands and 1 targets");
      assertThatThrownBy(() -> generator.update(new double[0], Targets.of(new float[0][])))
          .hasMessageContaining("found 0 commands and 0 targets");
      assertThatThrownBy(() -> generator.update(new double[1], Targets.of(new float[1][3])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Target policy mismatch: expected %s parameters, found 3", parameters);
      assertThatThrownBy(
              () ->
                  generator.update(new double[] {Double.NaN}, Targets.of(new float[1][parameters])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A command must be a finite number, found NaN");
      assertThatThrownBy(() -> generator.generate(Double.POSITIVE_INFINITY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A command must be a finite number, found Infinity");
    }
  }

  @Test
  void refusesTheStateOfAnotherShape() {
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1)) {
      GeneratorState state = generator.state();
      HypernetworkShape narrower =
          new HypernetworkShape(SHAPE.policy(), List.of(24, 15), 4, 8, OutputScale.none());
      assertRefused(
          narrower,
          state,
          "Generator state mismatch: expected 360 values of parameter 'input_hn.net_w.2.weight',"
              + " found 384");
      Map<String, float[]> lacking = new LinkedHashMap<>(state.secondMoments());
      lacking.remove("out_embeddings");
      assertRefused(
          SHAPE,
          new GeneratorState(0, state.parameters(), state.firstMoments(), lacking),
          "Generator state lacks the second moment of 'out_embeddings'");
      Map<String, float[]> renamed = new LinkedHashMap<>(state.parameters());
      renamed.put("out_embedding", new float[1]);
      assertRefused(
          SHAPE,
          new GeneratorState(0, renamed, state.firstMoments(), state.secondMoments()),
          "Generator state has an unknown parameter 'out_embedding': it belongs to a generator of"
              + " another shape. Did you mean 'out_embeddings'?");
      assertRefused(
          SHAPE,
          new GeneratorState(-1, state.parameters(), state.firstMoments(), state.secondMoments()),
          "Generator state has a negative number of steps: -1");
    }
  }

  private static void assertRefused(HypernetworkShape shape, GeneratorState state, String message) {
    assertThatThrownBy(() -> PolicyGenerator.restore(shape, ADAM, state))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @Test
  void worksOutsideNd4jsWorkspacesAndRefusesWorkOnceClosed() {
    PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1);
    train(generator, 2, 1);
    assertThat(Nd4j.getMemoryManager().getCurrentWorkspace()).isNull();
    assertThat(Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread()).isEmpty();
    generator.close();
    generator.close();
    assertThatThrownBy(() -> generator.generate(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This generator is closed: its memory has been released");
    assertThatThrownBy(generator::state).hasMessageContaining("closed");
    assertThatThrownBy(() -> train(generator, 1, 1)).hasMessageContaining("closed");
  }

  @Test
  void updatesAllocateAlmostNothingOnceWarm() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] commands = {0.1, 0.2, 0.3, 0.1};
    float[][] targets = targets(commands.length, 1);
    // On one thread, so that all of the work counts.
    try (PolicyGenerator generator = PolicyGenerator.initialize(SHAPE, ADAM, 1, 1)) {
      generator.update(commands, Targets.of(targets));
      generator.update(commands, Targets.of(targets));
      // ND4J numbers its arrays: the next number shows whether any were made in between.
      long array = Nd4j.getDeallocatorService().nextValue();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        generator.update(commands, Targets.of(targets));
      }
      assertThat((threads.getCurrentThreadAllocatedBytes() - before) / 100).isLessThan(1024);
      assertThat(Nd4j.getDeallocatorService().nextValue()).isEqualTo(array + 1);
    }
  }

  @Test
  void closingMemoryReleasesItsArray() {
    NativeMemory memory = NativeMemory.zeros(10);
    assertThat(memory.array().wasClosed()).isFalse();
    memory.close();
    assertThat(memory.array().wasClosed()).isTrue();
  }

  private static void train(PolicyGenerator generator, int updates, long seed) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(seed);
    for (int i = 0; i < updates; i++) {
      double[] commands = new double[7];
      for (int j = 0; j < commands.length; j++) {
        commands[j] = random.nextInt(5) / 5.0;
      }
      generator.update(commands, Targets.of(targets(commands.length, seed + i)));
    }
  }

  private static float[][] targets(int count, long seed) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(seed);
    float[][] targets = new float[count][SHAPE.policy().parameterCount()];
    for (float[] target : targets) {
      for (int i = 0; i < target.length; i++) {
        target[i] = random.nextFloat() - 0.5f;
      }
    }
    return targets;
  }

  private static void assertSame(GeneratorState actual, GeneratorState expected) {
    assertThat(actual.steps()).isEqualTo(expected.steps());
    assertSame(actual.parameters(), expected.parameters());
    assertSame(actual.firstMoments(), expected.firstMoments());
    assertSame(actual.secondMoments(), expected.secondMoments());
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double meanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum / values.length;
  }
}

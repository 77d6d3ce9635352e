package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("native")
class GeneratorMemoryTest {
  private static final PolicyShape POLICY = PolicyShape.of(5, 24, 20, 2);

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "3, 2, 0", "24, 2, 1"})
  void countsWhatAGeneratorAllocates(int batch, int threads, int averages) {
    for (List<Integer> hidden : List.of(List.of(24), List.of(24, 16), List.of(12, 16, 8))) {
      for (PolicyShape policy : List.of(POLICY, PolicyShape.of(3, 2), PolicyShape.of(4, 9, 2))) {
        HypernetworkShape shape = new HypernetworkShape(policy, hidden, 4, 8, OutputScale.none());

        assertThat(GeneratorMemory.bytes(shape, batch, threads, averages))
            .as("%s for %s", hidden, policy)
            .isEqualTo(allocated(shape, batch, threads, averages));
      }
    }
  }

  private static long allocated(HypernetworkShape shape, int batch, int threads, int averages) {
    long before = NativeMemory.held();
    try (PolicyGenerator generator =
        PolicyGenerator.initialize(shape, AdamSettings.withLearningRate(1e-3), 1, threads)) {
      if (averages == 1) {
        generator.keepAverage(0.9);
      }
      double[] commands = new double[batch];
      for (int i = 0; i < batch; i++) {
        commands[i] = (double) i / batch;
      }
      generator.update(commands, Targets.of(new float[batch][shape.policy().parameterCount()]));
      return (NativeMemory.held() - before) * Float.BYTES;
    }
  }

  @Test
  void aClosedGeneratorHoldsNothing() {
    long before = NativeMemory.held();
    HypernetworkShape shape =
        new HypernetworkShape(POLICY, List.of(24, 16), 4, 8, OutputScale.none());

    long held = allocated(shape, 3, 1, 1);

    assertThat(held).isPositive();
    assertThat(NativeMemory.held()).isEqualTo(before);
    assertThat(GeneratorMemory.parameterBytes(shape)).isEqualTo(4L * parameters(shape));
  }

  private static int parameters(HypernetworkShape shape) {
    try (PolicyGenerator generator =
        PolicyGenerator.initialize(shape, AdamSettings.withLearningRate(1e-3), 1, 1)) {
      return generator.generatorParameterCount();
    }
  }
}

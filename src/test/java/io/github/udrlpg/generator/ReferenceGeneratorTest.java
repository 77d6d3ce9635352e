package io.github.udrlpg.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the reference engine alone can do, and its errors. */
@Tag("native")
class ReferenceGeneratorTest {
  private static final HypernetworkShape SHAPE =
      new HypernetworkShape(PolicyShape.of(3, 8, 2), List.of(12, 10), 3, 4, OutputScale.none());
  private static final AdamSettings ADAM = AdamSettings.withLearningRate(1e-2);
  private static final double[] COMMANDS = {0.2, 0.9, 0.2};

  @Test
  void theGradientOfTheSquaredErrorGivesTheStepOfAnUpdate() {
    float[][] targets = new float[COMMANDS.length][SHAPE.policy().parameterCount()];
    Arrays.fill(targets[1], 0.5f);
    try (ReferenceGenerator updated = ReferenceGenerator.initialize(SHAPE, ADAM, 1);
        ReferenceGenerator stepped = ReferenceGenerator.initialize(SHAPE, ADAM, 1)) {
      double loss = updated.update(COMMANDS, Targets.of(targets));
      float[][] gradient = stepped.forward(COMMANDS);
      double sum = 0;
      int elements = COMMANDS.length * SHAPE.policy().parameterCount();
      for (int i = 0; i < gradient.length; i++) {
        for (int j = 0; j < gradient[i].length; j++) {
          double error = (double) gradient[i][j] - targets[i][j];
          sum += error * error;
          gradient[i][j] = (float) (2 * error / elements);
        }
      }
      stepped.backward(gradient);

      assertThat(loss).isCloseTo(sum / elements, within(1e-12));
      assertThat(stepped.steps()).isEqualTo(1);
      assertSame(stepped.state().parameters(), updated.state().parameters());
    }
  }

  /** A loss that is no regression: one weight of a policy shall be as large as it can. */
  @Test
  void learnsFromTheGradientOfAnyLoss() {
    try (ReferenceGenerator generator = ReferenceGenerator.initialize(SHAPE, ADAM, 1)) {
      float before = generator.generate(0.9)[7];
      for (int i = 0; i < 50; i++) {
        float[][] gradient = generator.forward(COMMANDS);
        for (float[] row : gradient) {
          Arrays.fill(row, 0f);
        }
        gradient[1][7] = -1;
        generator.backward(gradient);
      }
      assertThat(generator.generate(0.9)[7]).isGreaterThan(before + 1);
    }
  }

  @Test
  void generatesTheSameBitsAloneAndAmongOthers() {
    try (ReferenceGenerator generator = ReferenceGenerator.initialize(SHAPE, ADAM, 1)) {
      float[][] together = generator.generate(COMMANDS);
      assertThat(generator.generate(COMMANDS[1])).isEqualTo(together[1]);
      assertThat(together[0]).isEqualTo(together[2]);
    }
  }

  @Test
  void aBackwardPassNeedsItsForwardPass() {
    String message = "A backward pass needs the forward pass of the same commands right before it";
    try (ReferenceGenerator generator = ReferenceGenerator.initialize(SHAPE, ADAM, 1)) {
      float[][] gradient = new float[3][SHAPE.policy().parameterCount()];
      assertThatThrownBy(() -> generator.backward(gradient))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(message);
      generator.forward(COMMANDS);
      generator.generate(0.5);
      assertThatThrownBy(() -> generator.backward(gradient)).hasMessage(message);
      generator.forward(COMMANDS);
      assertThatThrownBy(() -> generator.backward(new float[3][7]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Gradient mismatch: expected 3 policies of 50 parameters, found 3, of 7");
      assertThatThrownBy(() -> generator.backward(new float[2][50]))
          .hasMessage("Gradient mismatch: expected 3 policies of 50 parameters, found 2, of 50");
      generator.backward(gradient);
      assertThatThrownBy(() -> generator.backward(gradient)).hasMessage(message);
      assertThatThrownBy(() -> generator.forward(new double[0]))
          .hasMessage("A forward pass needs at least one command, found none");
    }
  }

  @Test
  void refusesWhatTheFastEngineRefuses() {
    try (ReferenceGenerator generator = ReferenceGenerator.initialize(SHAPE, ADAM, 1)) {
      GeneratorState before = generator.state();
      float[] infinite = new float[SHAPE.policy().parameterCount()];
      infinite[3] = Float.POSITIVE_INFINITY;
      double[] one = {0.5};
      assertThatThrownBy(
              () -> generator.update(one, new FloatBuffer[] {FloatBuffer.wrap(infinite)}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Generator update 1 diverged: the loss is Infinity. Lower the learning rate, now"
                  + " 0.01, and look for targets that are not finite");
      assertThatThrownBy(() -> generator.update(one, new FloatBuffer[0]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("found 1 commands and 0 targets");
      assertThatThrownBy(() -> generator.generate(Double.NaN))
          .hasMessage("A command must be a finite number, found NaN");
      assertSame(generator.state().parameters(), before.parameters());
      assertThat(generator.steps()).isZero();
    }
    GeneratorState empty = new GeneratorState(0, Map.of(), Map.of(), Map.of());
    assertThatThrownBy(() -> ReferenceGenerator.restore(SHAPE, ADAM, empty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Generator state lacks the parameter of '");
  }

  @Test
  void aClosedOneHoldsNothingAndSaysSo() {
    long before = NativeMemory.held();
    ReferenceGenerator generator = ReferenceGenerator.initialize(SHAPE, ADAM, 1);
    generator.keepAverage(0.9);
    generator.update(COMMANDS, Targets.of(new float[3][SHAPE.policy().parameterCount()]));
    assertThat(NativeMemory.held()).isGreaterThan(before);
    generator.close();
    generator.close();

    assertThat(NativeMemory.held()).isEqualTo(before);
    assertThatThrownBy(() -> generator.generate(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("This generator is closed: its memory has been released");
    assertThatThrownBy(generator::state).hasMessageContaining("closed");
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
  }
}

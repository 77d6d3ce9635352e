package io.github.udrlpg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("native")
class AdamTest {
  private static final AdamSettings SETTINGS = new AdamSettings(0.1, 0.9, 0.99, 1e-3);

  /** Gradients of the size of ε, so that its place shows. */
  @Test
  void takesPyTorchsSteps() {
    INDArray parameters = Nd4j.createFromArray(1.0, -2.0);
    INDArray gradients = Nd4j.createFromArray(0.0, 0.0);
    double[] expected = {1, -2};
    double[] first = new double[2];
    double[] second = new double[2];
    try (Adam adam = new Adam(SETTINGS, parameters, gradients)) {
      for (int t = 1; t <= 20; t++) {
        for (int i = 0; i < 2; i++) {
          double gradient = 1e-3 * (t % 3 - 0.5) * (i + 1);
          gradients.putScalar(i, gradient);
          first[i] = 0.9 * first[i] + 0.1 * gradient;
          second[i] = 0.99 * second[i] + 0.01 * gradient * gradient;
          double corrected = Math.sqrt(second[i]) / Math.sqrt(1 - Math.pow(0.99, t));
          expected[i] -= 0.1 / (1 - Math.pow(0.9, t)) * first[i] / (corrected + 1e-3);
        }
        adam.step();
        assertThat(parameters.toDoubleVector()).containsExactly(expected, within(1e-12));
        assertThat(gradients.toDoubleVector()).as("cleared").containsExactly(0, 0);
      }
      assertThat(adam.steps()).isEqualTo(20);
    }
  }

  @Test
  void continuesWhereItsStateWasTaken() {
    INDArray whole = Nd4j.createFromArray(1f, -2f, 3f);
    INDArray wholeGradients = whole.ulike();
    try (Adam adam = new Adam(SETTINGS, whole, wholeGradients)) {
      step(adam, wholeGradients);
      INDArray rest = whole.dup();
      INDArray restGradients = rest.ulike();
      try (Adam restored = new Adam(SETTINGS, rest, restGradients)) {
        restored.restore(adam.steps(), adam.firstMoments(), adam.secondMoments());
        step(adam, wholeGradients);
        step(restored, restGradients);
        assertThat(rest).isEqualTo(whole);
        assertThat(restored.firstMoments()).isEqualTo(adam.firstMoments());
        assertThat(restored.secondMoments()).isEqualTo(adam.secondMoments());
      }
    }
  }

  private static void step(Adam adam, INDArray gradients) {
    gradients.assign(Nd4j.createFromArray(0.5f, -0.25f, 1f));
    adam.step();
  }

  @Test
  void changesItsLearningRate() {
    INDArray parameters = Nd4j.createFromArray(1.0);
    INDArray gradients = Nd4j.createFromArray(1.0);
    try (Adam adam = new Adam(AdamSettings.withLearningRate(0.1), parameters, gradients)) {
      adam.setLearningRate(0.5);
      adam.step();
      assertThat(adam.learningRate()).isEqualTo(0.5);
      assertThat(parameters.getDouble(0)).isCloseTo(0.5, within(1e-6));
    }
  }

  @Test
  void refusesGradientsOfOtherParameters() {
    assertThatThrownBy(
            () -> new Adam(SETTINGS, Nd4j.createFromArray(1.0, 2.0), Nd4j.createFromArray(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Adam needs a gradient for each parameter, found 1 for 2");
  }

  @Test
  void theAverageFollowsByItsDecayAndCanTakeThePlaceOfTheParameters() {
    INDArray parameters = Nd4j.createFromArray(0.0, 8.0);
    try (ParameterAverage average = new ParameterAverage(parameters, new float[] {4, 4}, 0.75)) {
      average.update();
      assertThat(average.toArray()).containsExactly(3f, 5f);

      average.exchange();
      assertThat(parameters.toDoubleVector()).containsExactly(3, 5);
      average.exchange();
      assertThat(parameters.toDoubleVector()).containsExactly(0, 8);
      assertThat(average.toArray()).containsExactly(3f, 5f);
    }
  }
}

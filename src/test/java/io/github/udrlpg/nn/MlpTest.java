package io.github.udrlpg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@Tag("native")
class MlpTest {
  private static final List<Integer> SIZES = List.of(3, 7, 5, 2);

  /** The policies' network, but for the last tanh. */
  @ParameterizedTest
  @ValueSource(strings = {"policy-mlp.json", "policy-mlp-limit3.json"})
  void computesTheReferencesActions(String file) {
    JsonNode golden = Golden.read(file);
    List<Integer> sizes = new ArrayList<>();
    golden.get("layers").forEach(size -> sizes.add(size.asInt()));
    INDArray parameters =
        Nd4j.create(columnMajor(sizes, Golden.doubles(golden.get("weights"))))
            .castTo(DataType.DOUBLE);
    INDArray observations = matrix(golden.get("observations"));
    INDArray actions = matrix(golden.get("actions"));
    double limit = golden.get("action_limit").doubleValue();
    try (Mlp mlp = Mlp.over(sizes, Activation.TANH, parameters, parameters.ulike())) {
      INDArray outputs = mlp.forward(observations);
      for (int i = 0; i < actions.rows(); i++) {
        for (int j = 0; j < actions.columns(); j++) {
          assertThat(limit * Math.tanh(outputs.getDouble(i, j)))
              .isCloseTo(actions.getDouble(i, j), within(1e-12));
        }
      }
    }
  }

  private static double[] columnMajor(List<Integer> sizes, double[] rowMajor) {
    double[] parameters = new double[rowMajor.length];
    int offset = 0;
    for (int k = 0; k + 1 < sizes.size(); k++) {
      int inputs = sizes.get(k);
      int outputs = sizes.get(k + 1);
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < inputs; input++) {
          parameters[offset + input * outputs + output] =
              rowMajor[offset + output * inputs + input];
        }
        int bias = offset + inputs * outputs + output;
        parameters[bias] = rowMajor[bias];
      }
      offset += (inputs + 1) * outputs;
    }
    return parameters;
  }

  private static INDArray matrix(JsonNode rows) {
    double[][] values = new double[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = Golden.doubles(rows.get(i));
    }
    return Nd4j.createFromArray(values);
  }

  @ParameterizedTest
  @CsvSource({"RELU, 1", "RELU, 6", "TANH, 1", "TANH, 6"})
  void differentiatesByParametersAndInputs(Activation activation, int batch) {
    for (List<Integer> sizes : List.of(SIZES, List.of(4, 3), List.of(1, 6, 1))) {
      try (Mlp mlp = mlp(sizes, activation)) {
        INDArray inputs = uniform(batch, sizes.get(0));
        INDArray targets = uniform(batch, sizes.get(sizes.size() - 1));

        INDArray inputGradient = mlp.backward(mlp.forward(inputs).sub(targets)).dup();

        assertGradient(mlp, inputs, targets, mlp.parameters(), mlp.gradients());
        assertGradient(mlp, inputs, targets, inputs, inputGradient);
      }
    }
  }

  /** Compares a gradient with central differences of {@code ½ Σ (y − t)²}. */
  private static void assertGradient(
      Mlp mlp, INDArray inputs, INDArray targets, INDArray variables, INDArray gradient) {
    double step = 1e-6;
    for (long i = 0; i < variables.length(); i++) {
      double value = variables.getDouble(i);
      variables.putScalar(i, value + step);
      double above = loss(mlp, inputs, targets);
      variables.putScalar(i, value - step);
      double below = loss(mlp, inputs, targets);
      variables.putScalar(i, value);
      double expected = (above - below) / (2 * step);
      assertThat(gradient.getDouble(i))
          .as("gradient %d of %s", i, variables.length())
          .isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
    }
  }

  private static double loss(Mlp mlp, INDArray inputs, INDArray targets) {
    INDArray error = mlp.forward(inputs).sub(targets);
    return error.mul(error).sumNumber().doubleValue() / 2;
  }

  @Test
  void addsUpGradients() {
    try (Mlp mlp = mlp(SIZES, Activation.TANH)) {
      INDArray inputs = uniform(4, 3);
      INDArray outputGradient = uniform(4, 2);
      mlp.forward(inputs);
      INDArray once = mlp.backward(outputGradient).dup();
      INDArray gradients = mlp.gradients().dup();

      assertThat(mlp.backward(outputGradient)).isEqualTo(once);

      assertThat(mlp.gradients()).isEqualTo(gradients.mul(2));
    }
  }

  @Test
  void aBatchIsItsRowsOneByOne() {
    try (Mlp mlp = mlp(SIZES, Activation.RELU)) {
      INDArray inputs = uniform(5, 3);
      INDArray outputs = mlp.forward(inputs).dup();
      for (int row = 0; row < 5; row++) {
        INDArray one = mlp.forward(inputs.get(NDArrayIndex.interval(row, row + 1)));
        assertThat(one.shape()).containsExactly(1, 2);
        for (int j = 0; j < 2; j++) {
          assertThat(one.getDouble(0, j)).isCloseTo(outputs.getDouble(row, j), within(1e-12));
        }
      }
    }
  }

  @Test
  void readsArraysInAnyOrderAndLeavesThem() {
    try (Mlp mlp = mlp(SIZES, Activation.TANH)) {
      INDArray inputs = uniform(4, 3);
      INDArray outputGradient = uniform(4, 2);
      INDArray outputs = mlp.forward(inputs.dup('c')).dup();
      INDArray inputGradient = mlp.backward(outputGradient.dup('c')).dup();
      INDArray columnMajor = inputs.dup('f');
      INDArray columnMajorGradient = outputGradient.dup('f');

      assertThat(mlp.forward(columnMajor)).isEqualTo(outputs);
      assertThat(mlp.backward(columnMajorGradient)).isEqualTo(inputGradient);

      assertThat(columnMajor).isEqualTo(inputs);
      assertThat(columnMajorGradient).isEqualTo(outputGradient);
    }
  }

  @Test
  void learnsWithAdam() {
    try (Mlp mlp = mlp(List.of(1, 16, 1), Activation.TANH);
        Adam adam =
            new Adam(AdamSettings.withLearningRate(0.02), mlp.parameters(), mlp.gradients())) {
      INDArray inputs = Nd4j.linspace(DataType.DOUBLE, -1, 0.1, 21).reshape(21, 1);
      INDArray targets = inputs.mul(inputs);
      for (int i = 0; i < 500; i++) {
        mlp.backward(mlp.forward(inputs).sub(targets));
        adam.step();
      }
      assertThat(loss(mlp, inputs, targets)).isLessThan(1e-2);
    }
  }

  @Test
  void drawsWeightsWithinTheirBounds() {
    try (Mlp mlp = mlp(List.of(4, 100, 25), Activation.RELU)) {
      INDArray first = mlp.parameters().get(NDArrayIndex.interval(0, 500));
      INDArray second = mlp.parameters().get(NDArrayIndex.interval(500, 500 + 2525));

      assertThat(first.amaxNumber().doubleValue()).isBetween(0.49, 0.5);
      assertThat(second.amaxNumber().doubleValue()).isBetween(0.099, 0.1);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Mlp.parameterCount(List.of(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A network's layers must be two or more positive sizes, inputs first; found [3]");
    assertThatThrownBy(() -> Mlp.parameterCount(List.of(3, 0, 1)))
        .hasMessageEndingWith("found [3, 0, 1]");
    INDArray vector = Nd4j.zeros(DataType.FLOAT, 8);
    assertThatThrownBy(
            () ->
                Mlp.over(
                    List.of(3, 2),
                    Activation.RELU,
                    vector,
                    vector.get(NDArrayIndex.interval(0, 7))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A network with layers [3, 2] has 8 parameters, found 8 and 7 gradients");
    try (Mlp mlp = mlp(SIZES, Activation.RELU)) {
      assertThatThrownBy(() -> mlp.forward(uniform(4, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A network's inputs must be [4, 3], found [4, 2]");
      mlp.forward(uniform(4, 3));
      assertThatThrownBy(() -> mlp.backward(uniform(3, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("A network's output gradient must be [4, 2], found [3, 2]");
    }
  }

  @Test
  void closingLeavesTheVectorsOfOthers() {
    INDArray parameters = Nd4j.zeros(DataType.FLOAT, 8);
    Mlp.over(List.of(3, 2), Activation.RELU, parameters, parameters.ulike()).close();
    Mlp own = mlp(SIZES, Activation.RELU);
    own.close();
    own.close();

    assertThat(parameters.wasClosed()).isFalse();
    assertThat(own.parameters().wasClosed()).isTrue();
  }

  private static Mlp mlp(List<Integer> sizes, Activation activation) {
    return Mlp.initialize(sizes, activation, DataType.DOUBLE, RandomSource.SPLIT_MIX_64.create(5L));
  }

  private static INDArray uniform(int rows, int columns) {
    UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(10L * rows + columns);
    INDArray values = Nd4j.zeros(DataType.DOUBLE, rows, columns);
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, 4 * random.nextDouble() - 2);
    }
    return values;
  }
}

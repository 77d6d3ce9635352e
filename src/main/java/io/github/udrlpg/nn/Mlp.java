package io.github.udrlpg.nn;

import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A multilayer perceptron with exact gradients: affine maps {@code h ← W h + b}, an activation
 * after each of them but the last.
 *
 * <p>Its parameters and their gradients are parts of vectors that may belong to somebody else, so
 * that one {@link Adam} can train several networks. They stand map by map: W column-major {@code
 * [outputs, inputs]}, then b {@code [outputs]}.
 *
 * <p>A batch is {@code [batch, features]} outside and column-major {@code [features, batch]} inside
 * (the same memory), so each map is one product {@code W h} for the whole batch. One thread at a
 * time may use a network.
 */
public final class Mlp implements AutoCloseable {
  private final List<Integer> sizes;
  private final Activation activation;
  private final INDArray parameters;
  private final INDArray gradients;
  private final boolean ownsVectors;
  private final List<Affine> maps = new ArrayList<>();
  private final List<BatchMatrix> features = new ArrayList<>();
  private final List<BatchMatrix> featureGradients = new ArrayList<>();
  private final List<BatchMatrix> derivatives = new ArrayList<>();
  private final BatchMatrix ones;
  private int batch;

  /**
   * An affine map and the gradients of the loss with respect to it.
   *
   * @param weights {@code [outputs, inputs]}
   * @param bias {@code [outputs, 1]}
   * @param weightGradient {@code [outputs, inputs]}
   * @param biasGradient {@code [outputs, 1]}
   */
  private record Affine(
      INDArray weights, INDArray bias, INDArray weightGradient, INDArray biasGradient) {}

  private Mlp(
      List<Integer> sizes,
      Activation activation,
      INDArray parameters,
      INDArray gradients,
      boolean ownsVectors) {
    this.sizes = List.copyOf(sizes);
    this.activation = activation;
    this.parameters = parameters;
    this.gradients = gradients;
    this.ownsVectors = ownsVectors;
    DataType type = parameters.dataType();
    this.ones = new BatchMatrix(type, 1);
    int offset = 0;
    for (int k = 0; k < sizes.size(); k++) {
      features.add(new BatchMatrix(type, sizes.get(k)));
      if (k + 1 < sizes.size()) {
        featureGradients.add(new BatchMatrix(type, sizes.get(k)));
        derivatives.add(new BatchMatrix(type, sizes.get(k)));
        maps.add(affine(offset, sizes.get(k), sizes.get(k + 1)));
        offset += (sizes.get(k) + 1) * sizes.get(k + 1);
      }
    }
  }

  private Affine affine(int offset, int inputs, int outputs) {
    int bias = offset + inputs * outputs;
    return new Affine(
        Memory.matrix(parameters, offset, outputs, inputs),
        Memory.matrix(parameters, bias, outputs, 1),
        Memory.matrix(gradients, offset, outputs, inputs),
        Memory.matrix(gradients, bias, outputs, 1));
  }

  /**
   * Creates a network whose weights and biases are drawn from U(±1/√inputs), PyTorch's default for
   * linear layers.
   *
   * @param sizes of all layers, inputs first
   * @param activation of the hidden layers
   * @throws IllegalArgumentException if there are fewer than two sizes or one is not positive
   */
  public static Mlp initialize(
      List<Integer> sizes, Activation activation, DataType type, UniformRandomProvider random) {
    int count = parameterCount(sizes);
    Mlp mlp =
        new Mlp(sizes, activation, Memory.zeros(type, count), Memory.zeros(type, count), true);
    mlp.draw(random);
    return mlp;
  }

  /**
   * Creates a network of parameters that are there already; closing it leaves them.
   *
   * @param sizes of all layers, inputs first
   * @param activation of the hidden layers
   * @param parameters {@code [parameterCount(sizes)]}, read whenever the network is used
   * @param gradients of the same length and type, which {@link #backward} adds to
   * @throws IllegalArgumentException if there are fewer than two sizes, one is not positive, or the
   *     vectors are of another length
   */
  public static Mlp over(
      List<Integer> sizes, Activation activation, INDArray parameters, INDArray gradients) {
    int count = parameterCount(sizes);
    if (parameters.length() != count || gradients.length() != count) {
      throw new IllegalArgumentException(
          Text.format(
              "A network with layers %s has %d parameters, found %d and %d gradients",
              sizes, count, parameters.length(), gradients.length()));
    }
    return new Mlp(sizes, activation, parameters, gradients, false);
  }

  /**
   * Returns how many parameters a network has.
   *
   * @param sizes of all layers, inputs first
   * @throws IllegalArgumentException if there are fewer than two sizes or one is not positive
   * @throws ArithmeticException if there are more than an array can have
   */
  public static int parameterCount(List<Integer> sizes) {
    if (sizes.size() < 2 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "A network's layers must be two or more positive sizes, inputs first; found " + sizes);
    }
    int count = 0;
    for (int k = 0; k + 1 < sizes.size(); k++) {
      count =
          Math.addExact(
              count, Math.multiplyExact(Math.addExact(sizes.get(k), 1), sizes.get(k + 1)));
    }
    return count;
  }

  private void draw(UniformRandomProvider random) {
    int i = 0;
    for (int k = 0; k + 1 < sizes.size(); k++) {
      double bound = 1 / Math.sqrt(sizes.get(k));
      for (int end = i + (sizes.get(k) + 1) * sizes.get(k + 1); i < end; i++) {
        parameters.putScalar(i, bound * (2 * random.nextDouble() - 1));
      }
    }
  }

  /**
   * Computes the outputs of a batch, and keeps what {@link #backward} needs.
   *
   * @param inputs {@code [batch, inputs]}, only read
   * @return {@code [batch, outputs]}; valid until the next call
   * @throws IllegalArgumentException if the inputs are of another shape or empty
   */
  public INDArray forward(INDArray inputs) {
    require("inputs", inputs, inputs.size(0), sizes.get(0));
    reserve((int) inputs.size(0));
    features.get(0).array().assign(inputs);
    for (int k = 0; k < maps.size(); k++) {
      INDArray outputs = features.get(k + 1).transposed();
      Nd4j.gemm(maps.get(k).bias(), ones.transposed(), outputs, false, false, 1, 0);
      Nd4j.gemm(maps.get(k).weights(), features.get(k).transposed(), outputs, false, false, 1, 1);
      if (k + 1 < maps.size()) {
        activation.apply(outputs);
      }
    }
    return features.get(maps.size()).array();
  }

  /**
   * Adds the gradient of a loss to the parameters' gradients, for the batch of the last {@link
   * #forward}.
   *
   * @param outputGradient of the loss with respect to the outputs, {@code [batch, outputs]}, only
   *     read
   * @return the gradient with respect to the inputs, {@code [batch, inputs]}; valid until the next
   *     call
   * @throws IllegalArgumentException if the gradient is of another shape than the outputs
   */
  public INDArray backward(INDArray outputGradient) {
    require("output gradient", outputGradient, batch, sizes.get(maps.size()));
    INDArray gradient = outputGradient.transpose();
    for (int k = maps.size() - 1; k >= 0; k--) {
      Affine map = maps.get(k);
      INDArray inputs = features.get(k).transposed();
      Nd4j.gemm(gradient, inputs, map.weightGradient(), false, true, 1, 1);
      Nd4j.gemm(gradient, ones.transposed(), map.biasGradient(), false, true, 1, 1);
      INDArray inputGradient = featureGradients.get(k).transposed();
      Nd4j.gemm(map.weights(), gradient, inputGradient, true, false, 1, 0);
      if (k > 0) {
        INDArray derivative = derivatives.get(k).transposed();
        activation.derivative(inputs, derivative);
        inputGradient.muli(derivative);
      }
      gradient = inputGradient;
    }
    return gradient.transpose();
  }

  private void reserve(int rows) {
    if (batch == rows) {
      return;
    }
    features.forEach(matrix -> matrix.resize(rows));
    featureGradients.forEach(matrix -> matrix.resize(rows));
    derivatives.subList(1, derivatives.size()).forEach(matrix -> matrix.resize(rows));
    ones.resize(rows);
    ones.transposed().assign(1);
    batch = rows;
  }

  private static void require(String name, INDArray array, long rows, int columns) {
    if (array.rank() != 2 || rows == 0 || array.size(0) != rows || array.size(1) != columns) {
      throw new IllegalArgumentException(
          Text.format(
              "A network's %s must be [%s, %d], found %s",
              name, rows == 0 ? "batch" : rows, columns, Arrays.toString(array.shape())));
    }
  }

  /** Returns the parameters, {@code [parameters]}: a view, not a copy. */
  public INDArray parameters() {
    return parameters;
  }

  /** Returns the sum of the gradients since it was last cleared, {@code [parameters]}: a view. */
  public INDArray gradients() {
    return gradients;
  }

  /** Releases the memory outside the heap; closing twice is fine. */
  @Override
  public void close() {
    features.forEach(BatchMatrix::close);
    featureGradients.forEach(BatchMatrix::close);
    derivatives.forEach(BatchMatrix::close);
    ones.close();
    batch = 0;
    if (ownsVectors && !parameters.wasClosed()) {
      parameters.close();
      gradients.close();
    }
  }
}

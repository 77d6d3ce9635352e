package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for what a {@link TileNetwork} computes for all its tiles and up to a number of commands:
 * a column for each {@linkplain Knots knot}, at most one for each tile and command. Activations
 * have one more row, of ones, which makes the last column of a weight matrix the bias.
 */
final class Activations implements AutoCloseable {
  private final TileNetwork network;
  private final int commands;
  private final List<NativeMemory> owned = new ArrayList<>();
  private final List<NativeMatrix> hidden = new ArrayList<>();
  private final List<NativeMatrix> hiddenGradients = new ArrayList<>();
  private final NativeMatrix firstAffine;
  private final NativeMatrix firstAffineGradients;
  private final NativeMatrix steady;
  private final NativeMatrix secondAffine;
  private final NativeMatrix embeddingGradients;
  private final NativeMatrix means;
  private final NativeMatrix meanGradients;
  private final NativeMatrix emitted;

  /** Allocates memory for {@code commands} commands. */
  Activations(TileNetwork network, int commands) {
    this.network = network;
    this.commands = commands;
    int tiles = network.tiles();
    for (int layer = 0; layer < network.hiddenLayers(); layer++) {
      boolean swept = layer == 0 && network.hiddenLayers() > 1;
      int columns =
          Math.multiplyExact(
              tiles, swept ? Math.min(commands, NetworkSlice.FEW_COMMANDS) : commands);
      hidden.add(withOnes(network.hiddenSize(layer), columns));
      hiddenGradients.add(matrix(network.hiddenSize(layer), columns));
    }
    steady = withOnes(network.hiddenSize(0), 2 * tiles);
    for (int tile = 0; tile < tiles; tile++) {
      // The slopes have no bias.
      steady.columns(2 * tile + 1, 1).rows(network.hiddenSize(0), 1).fill(0f);
    }
    secondAffine = matrix(network.hiddenSize(Math.min(1, network.hiddenLayers() - 1)), 2 * tiles);
    firstAffine = matrix(network.hiddenSize(0), 2 * tiles);
    firstAffineGradients = matrix(network.hiddenSize(0), 2 * tiles);
    embeddingGradients = matrix(network.embeddingDim(), tiles);
    int last = network.hiddenLayers() - 1;
    int outputs = Math.multiplyExact(network.outputs(), commands);
    means = network.averages() ? withOnes(network.hiddenSize(last), outputs) : hidden.get(last);
    meanGradients =
        network.averages() ? matrix(network.hiddenSize(last), outputs) : hiddenGradients.get(last);
    emitted = matrix(network.emitted(), outputs);
  }

  /**
   * Returns how many floats the activations of a network take.
   *
   * @param outputs regions that it emits
   * @param emitted numbers of each
   */
  static long floats(
      HypernetworkShape shape, long tiles, long outputs, long emitted, int commands) {
    List<Integer> sizes = shape.hiddenSizes();
    long floats = 0;
    for (int layer = 0; layer < sizes.size(); layer++) {
      boolean swept = layer == 0 && sizes.size() > 1;
      long columns = tiles * (swept ? Math.min(commands, NetworkSlice.FEW_COMMANDS) : commands);
      floats += (2L * sizes.get(layer) + 1) * columns;
    }
    // Steady units, the first map with its gradients, the second map, the embeddings' gradients.
    long first = sizes.get(0);
    long second = sizes.get(Math.min(1, sizes.size() - 1));
    floats += 2 * tiles * (3 * first + 1 + second) + tiles * shape.embeddingDim();
    long averaged = tiles == outputs ? 0 : 2L * sizes.get(sizes.size() - 1) + 1;
    return floats + outputs * commands * (averaged + emitted);
  }

  /**
   * Returns the floats of the largest array that the activations of a network take, as {@link
   * #floats} counts them all.
   *
   * @throws ArithmeticException if 64 bits cannot count them
   */
  static long largest(
      HypernetworkShape shape, long tiles, long outputs, long emitted, int commands) {
    List<Integer> sizes = shape.hiddenSizes();
    long largest = Math.multiplyExact(Math.multiplyExact(outputs, emitted), (long) commands);
    for (int layer = 0; layer < sizes.size(); layer++) {
      boolean swept = layer == 0 && sizes.size() > 1;
      long columns =
          tiles * Math.max(2, swept ? Math.min(commands, NetworkSlice.FEW_COMMANDS) : commands);
      largest = Math.max(largest, Math.multiplyExact(sizes.get(layer) + 1L, columns));
    }
    return Math.max(largest, Math.multiplyExact(shape.embeddingDim(), tiles));
  }

  private NativeMatrix matrix(int rows, int columns) {
    NativeMemory memory = NativeMemory.zeros((long) rows * columns);
    owned.add(memory);
    return memory.matrix(0, rows, columns);
  }

  private NativeMatrix withOnes(int features, int columns) {
    NativeMatrix matrix = matrix(features + 1, columns);
    matrix.rows(features, 1).fill(1f);
    return matrix;
  }

  TileNetwork network() {
    return network;
  }

  /** Returns the most commands there is room for. */
  int commands() {
    return commands;
  }

  /** Returns hidden layer {@code layer}, {@code [features + 1, knots]}. */
  NativeMatrix hidden(int layer) {
    return hidden.get(layer);
  }

  /** Returns the gradients of hidden layer {@code layer}, {@code [features, knots]}. */
  NativeMatrix hiddenGradients(int layer) {
    return hiddenGradients.get(layer);
  }

  /** Returns the first map of every base and slope, {@code [features, 2 tiles]}. */
  NativeMatrix firstAffine() {
    return firstAffine;
  }

  /** Returns the gradients of {@link #firstAffine}. */
  NativeMatrix firstAffineGradients() {
    return firstAffineGradients;
  }

  /**
   * Returns the bases and slopes of units that are on throughout, {@code [features + 1, 2 tiles]}.
   */
  NativeMatrix steady() {
    return steady;
  }

  /**
   * Returns the second map of {@link #steady}, and later its gradient, {@code [features, 2 tiles]}.
   */
  NativeMatrix secondAffine() {
    return secondAffine;
  }

  /** Returns the gradients of the embeddings through this network, {@code [embedding, tiles]}. */
  NativeMatrix embeddingGradients() {
    return embeddingGradients;
  }

  /** Returns what the last map is applied to, {@code [features + 1, output knots]}. */
  NativeMatrix means() {
    return means;
  }

  /** Returns the gradients of {@link #means}, {@code [features, output knots]}. */
  NativeMatrix meanGradients() {
    return meanGradients;
  }

  /** Returns what is emitted, and later its gradient, {@code [numbers, output knots]}. */
  NativeMatrix emitted() {
    return emitted;
  }

  @Override
  public void close() {
    owned.forEach(NativeMemory::close);
  }
}

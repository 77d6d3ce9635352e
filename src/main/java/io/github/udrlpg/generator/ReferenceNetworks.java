package io.github.udrlpg.generator;

import io.github.udrlpg.nn.Activation;
import io.github.udrlpg.nn.BatchMatrix;
import io.github.udrlpg.nn.Mlp;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The two networks of a {@link TileGroup} and the embeddings of its tiles, as the definition says:
 * every tile is a sample {@code [z; c]} of its own for every command, one network makes its weights
 * and the other its biases, and biases for the same outputs are averaged.
 */
final class ReferenceNetworks implements AutoCloseable {
  private final ParameterLayout.Group group;
  private final int tiles;
  private final int dim;
  private final FloatBuffer parameters;
  private final INDArray embeddingGradients;
  private final Mlp weightNet;
  private final Mlp biasNet;
  private final BatchMatrix inputs;
  private final Emission weights;
  private final Emission biases;

  /** What a network emits, or its gradient, a row for each command and tile. */
  private static final class Emission implements AutoCloseable {
    final BatchMatrix rows;
    final float[] row;

    Emission(int numbers) {
      rows = new BatchMatrix(DataType.FLOAT, numbers);
      row = new float[numbers];
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  /** A tile of a batch. */
  @FunctionalInterface
  private interface Visitor {
    /**
     * @param sample number of the row that command and tile have in the networks' batches
     * @param tile number in its grid
     */
    void visit(int sample, int command, TileGrid grid, int tile);
  }

  /**
   * Creates the networks of a group.
   *
   * @param parameters of the whole generator
   * @param gradients of the same parameters
   */
  ReferenceNetworks(ParameterLayout.Group group, NativeMemory parameters, NativeMemory gradients) {
    this.group = group;
    this.tiles = group.group().tiles();
    this.dim = group.embeddings().get(0).dim();
    this.parameters = parameters.floats();
    this.embeddingGradients =
        part(gradients, embeddingOffset(), tiles * dim).reshape('c', true, tiles, dim);
    this.weightNet = network(group.weightNet(), parameters, gradients);
    this.biasNet = network(group.biasNet(), parameters, gradients);
    this.inputs = new BatchMatrix(DataType.FLOAT, dim + 1);
    this.weights = new Emission(last(group.weightNet()).outputs());
    this.biases = new Emission(last(group.biasNet()).outputs());
  }

  private static Mlp network(
      List<ParameterBlock.Affine> maps, NativeMemory parameters, NativeMemory gradients) {
    List<Integer> sizes =
        Stream.concat(
                Stream.of(maps.get(0).inputs()), maps.stream().map(ParameterBlock.Affine::outputs))
            .toList();
    int offset = maps.get(0).offset();
    int length = Mlp.parameterCount(sizes);
    return Mlp.over(
        sizes, Activation.RELU, part(parameters, offset, length), part(gradients, offset, length));
  }

  private static INDArray part(NativeMemory vector, int offset, int length) {
    return vector.array().get(NDArrayIndex.interval(offset, offset + length));
  }

  private static ParameterBlock.Affine last(List<ParameterBlock.Affine> maps) {
    return maps.get(maps.size() - 1);
  }

  private int embeddingOffset() {
    return group.embeddings().get(0).offset();
  }

  private void forEachTile(int commands, Visitor visitor) {
    int sample = 0;
    for (int command = 0; command < commands; command++) {
      for (TileGrid grid : group.group().grids()) {
        for (int tile = 0; tile < grid.tiles(); tile++) {
          visitor.visit(sample++, command, grid, tile);
        }
      }
    }
  }

  /**
   * Adds the group's layers to policies.
   *
   * @param commands {@code [commands]}
   * @param policies {@code [commands, parameters]}, zero where the group's layers stand
   */
  void forward(float[] commands, float[][] policies) {
    gatherInputs(commands);
    INDArray emittedWeights = weightNet.forward(inputs.array());
    INDArray emittedBiases = biasNet.forward(inputs.array());
    resize(commands.length);
    weights.rows.array().assign(emittedWeights);
    biases.rows.array().assign(emittedBiases);
    float[] sum = new float[biases.row.length];
    forEachTile(
        commands.length,
        (sample, command, grid, tile) -> {
          weights.rows.readRow(sample, weights.row);
          Vectors.scale(weights.row, grid.factor(), weights.row.length);
          grid.weights(tile).scatter(weights.row, policies[command]);

          biases.rows.readRow(sample, biases.row);
          TileRegion region = grid.biases(tile / grid.tilesIn());
          region.gather(policies[command], sum);
          Vectors.addScaled(sum, grid.factor() / grid.tilesIn(), biases.row, sum.length);
          region.scatter(sum, policies[command]);
        });
  }

  private void gatherInputs(float[] commands) {
    inputs.resize(commands.length * tiles);
    float[] input = new float[dim + 1];
    for (int sample = 0; sample < commands.length * tiles; sample++) {
      parameters.get(embeddingOffset() + sample % tiles * dim, input, 0, dim);
      input[dim] = commands[sample / tiles];
      inputs.writeRow(sample, input);
    }
  }

  /**
   * Adds the gradient of a loss to the parameters' gradients, for the commands of the last {@link
   * #forward}.
   *
   * @param policyGradient of the loss with respect to the policies, {@code [commands, parameters]}
   */
  void backward(float[][] policyGradient) {
    resize(policyGradient.length);
    forEachTile(
        policyGradient.length,
        (sample, command, grid, tile) -> {
          // What a cropped tile emits beyond the policy has no gradient.
          Arrays.fill(weights.row, 0f);
          grid.weights(tile).gather(policyGradient[command], weights.row);
          Vectors.scale(weights.row, grid.factor(), weights.row.length);
          weights.rows.writeRow(sample, weights.row);

          Arrays.fill(biases.row, 0f);
          grid.biases(tile / grid.tilesIn()).gather(policyGradient[command], biases.row);
          Vectors.scale(biases.row, grid.factor() / grid.tilesIn(), biases.row.length);
          biases.rows.writeRow(sample, biases.row);
        });
    addEmbeddingGradients(weightNet.backward(weights.rows.array()), policyGradient.length);
    addEmbeddingGradients(biasNet.backward(biases.rows.array()), policyGradient.length);
  }

  private void addEmbeddingGradients(INDArray inputGradients, int commands) {
    INDArray ofTiles = inputGradients.reshape('c', commands, tiles, dim + 1).sum(0);
    embeddingGradients.addi(ofTiles.get(NDArrayIndex.all(), NDArrayIndex.interval(0, dim)));
    ofTiles.close();
  }

  private void resize(int commands) {
    weights.rows.resize(commands * tiles);
    biases.rows.resize(commands * tiles);
  }

  @Override
  public void close() {
    weightNet.close();
    biasNet.close();
    inputs.close();
    weights.close();
    biases.close();
  }
}

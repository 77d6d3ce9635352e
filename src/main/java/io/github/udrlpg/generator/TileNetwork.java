package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * The fixed part of one multilayer perceptron of the hypernetwork: its affine maps, the inputs of
 * the tiles that it serves, and where what it emits belongs.
 *
 * <p>The input of a tile with embedding z and command c is affine in the command: {@code [z; c; 1]
 * = [z; 0; 1] + c [0; 1; 0]}. So the first affine map is applied once to each tile's base {@code
 * [z; 0; 1]} and slope {@code [0; 1; 0]}, whatever the number of commands.
 *
 * <p>The network that emits biases averages over the tiles that feed the same outputs. Its last map
 * is affine, so it averages the last hidden layer instead and applies that map once per output.
 */
final class TileNetwork {
  private final List<ParameterBlock.Affine> maps;
  private final NativeMatrix inputs;
  private final List<Part> parts;
  private final List<NativeMatrix> weights = new ArrayList<>();
  private final List<NativeMatrix> weightsWithoutBias = new ArrayList<>();
  private final NativeMatrix embeddingWeights;
  private final boolean averages;

  /**
   * The tiles of one policy layer.
   *
   * @param firstTile number of the first one in the group
   * @param firstOutput number of the first region that the network emits for this layer
   * @param tilesPerRow tiles that feed the same output features
   * @param averaged tiles that are averaged to emit one region
   * @param regions that are emitted
   */
  record Part(
      int firstTile, int firstOutput, int tilesPerRow, int averaged, List<TileRegion> regions) {
    int tileRows() {
      return tiles() / tilesPerRow;
    }

    int tiles() {
      return regions.size() * averaged;
    }
  }

  private TileNetwork(
      List<ParameterBlock.Affine> maps,
      NativeMemory parameters,
      NativeMatrix inputs,
      List<Part> parts) {
    this.maps = maps;
    this.inputs = inputs;
    this.parts = parts;
    this.averages = tiles() != outputs();
    for (ParameterBlock.Affine map : maps) {
      NativeMatrix matrix = parameters.matrix(map.offset(), map.outputs(), map.inputs() + 1);
      weights.add(matrix);
      weightsWithoutBias.add(matrix.columns(0, map.inputs()));
    }
    this.embeddingWeights = weights.get(0).columns(0, embeddingDim());
  }

  /** Returns the network that emits one weight tile for each embedding. */
  static TileNetwork ofWeights(
      ParameterLayout.Group group, NativeMemory parameters, NativeMatrix inputs) {
    List<Part> parts = parts(group, grid -> 1, grid -> regions(grid.tiles(), grid::weights));
    return new TileNetwork(group.weightNet(), parameters, inputs, parts);
  }

  /** Returns the network that emits one bias slice for each row of tiles. */
  static TileNetwork ofBiases(
      ParameterLayout.Group group, NativeMemory parameters, NativeMatrix inputs) {
    List<Part> parts =
        parts(group, TileGrid::tilesIn, grid -> regions(grid.tilesOut(), grid::biases));
    return new TileNetwork(group.biasNet(), parameters, inputs, parts);
  }

  private static List<Part> parts(
      ParameterLayout.Group group,
      ToIntFunction<TileGrid> averaged,
      Function<TileGrid, List<TileRegion>> regions) {
    List<Part> parts = new ArrayList<>();
    int tile = 0;
    int output = 0;
    for (TileGrid grid : group.group().grids()) {
      Part part =
          new Part(tile, output, grid.tilesIn(), averaged.applyAsInt(grid), regions.apply(grid));
      parts.add(part);
      tile += part.tiles();
      output += part.regions().size();
    }
    return List.copyOf(parts);
  }

  private static List<TileRegion> regions(int count, IntFunction<TileRegion> region) {
    List<TileRegion> regions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      regions.add(region.apply(i));
    }
    return List.copyOf(regions);
  }

  /** Returns the affine maps, from the input on. */
  List<ParameterBlock.Affine> maps() {
    return maps;
  }

  /** Returns each tile's base and slope, side by side, {@code [embedding + 2, 2 tiles]}. */
  NativeMatrix inputs() {
    return inputs;
  }

  List<Part> parts() {
    return parts;
  }

  /** Returns map {@code k}, {@code [outputs, inputs + 1]}; the last column is the bias. */
  NativeMatrix weights(int k) {
    return weights.get(k);
  }

  /** Returns map {@code k} without its bias, {@code [outputs, inputs]}. */
  NativeMatrix weightsWithoutBias(int k) {
    return weightsWithoutBias.get(k);
  }

  /** Returns what the first map does to an embedding, {@code [outputs, embedding]}. */
  NativeMatrix embeddingWeights() {
    return embeddingWeights;
  }

  int hiddenLayers() {
    return maps.size() - 1;
  }

  /** Returns the number of features of hidden layer {@code k}, from 0. */
  int hiddenSize(int k) {
    return maps.get(k).outputs();
  }

  /** Returns how many numbers are emitted for a region. */
  int emitted() {
    return maps.get(hiddenLayers()).outputs();
  }

  int embeddingDim() {
    return maps.get(0).inputs() - 1;
  }

  int tiles() {
    return parts.stream().mapToInt(Part::tiles).sum();
  }

  /** Returns the number of regions that the network emits. */
  int outputs() {
    return parts.stream().mapToInt(part -> part.regions().size()).sum();
  }

  /** Returns whether the last hidden layer is averaged before the last map. */
  boolean averages() {
    return averages;
  }
}

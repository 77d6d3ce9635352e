package io.github.udrlpg.generator;

import io.github.udrlpg.policy.PolicyShape;

/**
 * How one policy layer is cut into tiles: {@code tilesOut} rows of {@code tilesIn} tiles, each
 * covering {@code tileOutputs × tileInputs} features. Tiles that feed the same outputs are
 * neighbours: tile number {@code tileOut * tilesIn + tileIn}.
 *
 * @param inputs of the policy layer
 * @param outputs of the policy layer
 * @param tileInputs input features of a tile
 * @param tileOutputs output features of a tile
 * @param weightOffset where the layer's W begins in the flat policy
 * @param biasOffset where the layer's b begins in the flat policy
 * @param factor what generated numbers are multiplied by
 */
record TileGrid(
    int inputs,
    int outputs,
    int tileInputs,
    int tileOutputs,
    int weightOffset,
    int biasOffset,
    float factor) {

  /**
   * Cuts policy layer {@code layer}. The first layer's tiles span all inputs, the last one's all
   * outputs: their sizes are the task's and seldom a multiple of the tile.
   */
  static TileGrid of(HypernetworkShape shape, int layer) {
    PolicyShape policy = shape.policy();
    int inputs = policy.inputs(layer);
    int outputs = policy.outputs(layer);
    return new TileGrid(
        inputs,
        outputs,
        layer == 0 ? inputs : shape.tile(),
        layer == policy.depth() - 1 ? outputs : shape.tile(),
        policy.weightOffset(layer),
        policy.biasOffset(layer),
        shape.scale().factor(inputs));
  }

  int tilesIn() {
    return (inputs - 1) / tileInputs + 1;
  }

  int tilesOut() {
    return (outputs - 1) / tileOutputs + 1;
  }

  int tiles() {
    return tilesIn() * tilesOut();
  }

  /** Returns where the weights of tile {@code tile} stand. */
  TileRegion weights(int tile) {
    int firstOutput = tile / tilesIn() * tileOutputs;
    int firstInput = tile % tilesIn() * tileInputs;
    return new TileRegion(
        weightOffset + firstOutput * inputs + firstInput,
        Math.min(tileOutputs, outputs - firstOutput),
        Math.min(tileInputs, inputs - firstInput),
        inputs,
        tileInputs,
        factor);
  }

  /** Returns where the biases of the tiles in row {@code tileOut} stand. */
  TileRegion biases(int tileOut) {
    int firstOutput = tileOut * tileOutputs;
    return new TileRegion(
        biasOffset + firstOutput,
        1,
        Math.min(tileOutputs, outputs - firstOutput),
        tileOutputs,
        tileOutputs,
        factor);
  }
}

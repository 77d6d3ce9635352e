package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.policy.PolicyShape;
import java.util.List;

/**
 * The sizes of a tiled hypernetwork (arXiv 2207.01570, section 3; arXiv 2501.16288).
 *
 * <p>Any policy is possible: where the tile does not divide a layer's size the last tile is
 * cropped, and a linear policy is one tile of its own size.
 *
 * @param policy the policy whose weights are generated
 * @param hiddenSizes hidden layers of each network, inputs first; at least one
 * @param embeddingDim numbers of a tile's learned embedding
 * @param tile input and output features that a tile covers
 * @param scale what generated weights are multiplied by
 */
public record HypernetworkShape(
    PolicyShape policy, List<Integer> hiddenSizes, int embeddingDim, int tile, OutputScale scale) {

  /**
   * @throws InvalidInputException if there is no hidden layer or a size is not positive
   */
  public HypernetworkShape {
    hiddenSizes = List.copyOf(hiddenSizes);
    if (hiddenSizes.isEmpty()) {
      throw new InvalidInputException(
          "Generator hidden sizes must name at least one layer, found []: without one the policy's"
              + " weights would be a linear function of the command");
    }
    for (int size : hiddenSizes) {
      if (size < 1) {
        throw new InvalidInputException(
            "Generator hidden sizes must be positive, found " + hiddenSizes);
      }
    }
    requirePositive("embedding dimension", embeddingDim);
    requirePositive("tile", tile);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new InvalidInputException("Generator " + name + " must be positive, found " + value);
    }
  }
}

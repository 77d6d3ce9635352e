package io.github.udrlpg.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * The policy layers whose tiles share one pair of networks.
 *
 * @param name of the pair in a state, for example {@code hidden_hn}
 * @param embeddingNames of each layer's embeddings in a state
 * @param grids of each layer, all with tiles of the same size
 */
record TileGroup(String name, List<String> embeddingNames, List<TileGrid> grids) {

  /**
   * Returns the groups of a shape: first layer, all layers between, last layer. A linear policy has
   * only the first, a policy with one hidden layer no middle one.
   */
  static List<TileGroup> of(HypernetworkShape shape) {
    int last = shape.policy().depth() - 1;
    List<TileGroup> groups = new ArrayList<>();
    groups.add(single("input_hn", "in_embeddings", TileGrid.of(shape, 0)));
    if (last > 1) {
      List<String> names = new ArrayList<>();
      List<TileGrid> grids = new ArrayList<>();
      for (int layer = 1; layer < last; layer++) {
        names.add("hidden_embeddings." + (layer - 1));
        grids.add(TileGrid.of(shape, layer));
      }
      groups.add(new TileGroup("hidden_hn", names, grids));
    }
    if (last > 0) {
      groups.add(single("output_hn", "out_embeddings", TileGrid.of(shape, last)));
    }
    return groups;
  }

  private static TileGroup single(String name, String embeddings, TileGrid grid) {
    return new TileGroup(name, List.of(embeddings), List.of(grid));
  }

  int tiles() {
    return grids.stream().mapToInt(TileGrid::tiles).sum();
  }
}

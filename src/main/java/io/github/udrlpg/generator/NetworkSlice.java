package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward and backward pass of a {@link TileNetwork} for some rows of tiles of one policy layer
 * and all commands of a batch: what one thread does at a time. Slices share weights and nothing
 * that they write.
 *
 * <p>Below, h_k are hidden layers, δ_k the gradients of the loss with respect to h_k and, once
 * masked by ReLU, with respect to what ReLU was applied to.
 */
final class NetworkSlice {
  private final TileNetwork network;
  private final int commands;
  private final int averaged;
  private final TileRegion[] regions;
  private final NativeMatrix inputs;
  private final NativeMatrix firstAffine;
  private final NativeMatrix firstAffineGradients;
  private final NativeMatrix firstBaseGradients;
  private final NativeMatrix embeddingGradients;
  private final List<Layer> hidden = new ArrayList<>();
  private final Layer last;
  private final NativeMatrix emitted;

  /**
   * A layer of features.
   *
   * @param withOnes {@code [features + 1, columns]}, what the next map is applied to
   * @param features the same without the ones
   * @param gradients {@code [features, columns]}
   */
  private record Layer(NativeMatrix withOnes, NativeMatrix features, NativeMatrix gradients) {
    static Layer of(NativeMatrix withOnes, NativeMatrix gradients, int from, int count) {
      NativeMatrix columns = withOnes.columns(from, count);
      return new Layer(columns, columns.rows(0, gradients.rows()), gradients.columns(from, count));
    }
  }

  private NetworkSlice(
      Activations room, int commands, TileNetwork.Part part, int firstRow, int rows) {
    this.network = room.network();
    this.commands = commands;
    this.averaged = part.averaged();
    int tile = part.firstTile() + firstRow * part.tilesPerRow();
    int tiles = rows * part.tilesPerRow();
    int region = firstRow * part.tilesPerRow() / averaged;
    int count = tiles / averaged;
    regions = part.regions().subList(region, region + count).toArray(new TileRegion[0]);
    inputs = network.inputs().columns(2 * tile, 2 * tiles);
    firstAffine = room.firstAffine().columns(2 * tile, 2 * tiles);
    firstAffineGradients = room.firstAffineGradients().columns(2 * tile, 2 * tiles);
    embeddingGradients = room.embeddingGradients().columns(tile, tiles);
    firstBaseGradients = firstAffineGradients.everyColumn(2);
    for (int k = 0; k < network.hiddenLayers(); k++) {
      hidden.add(
          Layer.of(room.hidden(k), room.hiddenGradients(k), tile * commands, tiles * commands));
    }
    int from = (part.firstOutput() + region) * commands;
    last = Layer.of(room.means(), room.meanGradients(), from, count * commands);
    emitted = room.emitted().columns(from, count * commands);
  }

  /**
   * Cuts the work of a network on {@code commands} commands into slices of about {@code columns}
   * columns, at least two for each policy layer that has two rows of tiles.
   */
  static List<NetworkSlice> cut(Activations room, int commands, int columns) {
    List<NetworkSlice> slices = new ArrayList<>();
    for (TileNetwork.Part part : room.network().parts()) {
      long fitting = Math.round((double) columns / (part.tilesPerRow() * (double) commands));
      int rows = (int) Math.max(1, Math.min(fitting, (part.tileRows() + 1) / 2));
      for (int row = 0; row < part.tileRows(); row += rows) {
        slices.add(
            new NetworkSlice(room, commands, part, row, Math.min(rows, part.tileRows() - row)));
      }
    }
    return slices;
  }

  /** Returns the multiplications of a forward pass. */
  long work() {
    long work = (long) last.features().rows() * emitted.rows() * emitted.columns();
    for (int k = 1; k < hidden.size(); k++) {
      NativeMatrix features = hidden.get(k).features();
      work += (long) hidden.get(k - 1).features().rows() * features.rows() * features.columns();
    }
    return work;
  }

  /** Computes what the network emits for the given commands. */
  void forward(float[] values, ColumnPasses passes) {
    Sgemm.multiplyTransposedLeft(network.weights(0), inputs, firstAffine);
    passes.rectifyAffine(firstAffine, values, commands, hidden.get(0).features());
    for (int k = 1; k < hidden.size(); k++) {
      NativeMatrix features = hidden.get(k).features();
      Sgemm.multiplyTransposedLeft(network.weights(k), hidden.get(k - 1).withOnes(), features);
      passes.rectify(features);
    }
    if (network.averages()) {
      NativeMatrix features = hidden.get(hidden.size() - 1).features();
      passes.average(features, averaged, commands, last.features());
    }
    Sgemm.multiplyTransposedLeft(network.weights(hidden.size()), last.withOnes(), emitted);
  }

  /** Copies what was emitted into flat policies, {@code [commands, parameters]}. */
  void emit(float[][] policies, ColumnPasses passes) {
    passes.emit(emitted, regions, policies);
  }

  /**
   * Turns what was emitted into the gradient of the batch's mean squared error.
   *
   * @return the slice's squared errors, summed over copies and numbers
   */
  double compare(CommandBatch batch, ColumnPasses passes) {
    return passes.residual(emitted, regions, batch);
  }

  /** Computes δ_k of every layer and the gradients of the embeddings from those of the emitted. */
  void backward(float[] values, ColumnPasses passes) {
    Sgemm.multiply(network.weightsWithoutBias(hidden.size()), emitted, last.gradients());
    Layer top = hidden.get(hidden.size() - 1);
    if (network.averages()) {
      passes.spread(last.gradients(), averaged, commands, top.gradients());
    }
    for (int k = hidden.size() - 1; k > 0; k--) {
      Layer layer = hidden.get(k);
      passes.mask(layer.features(), layer.gradients());
      Sgemm.multiply(
          network.weightsWithoutBias(k), layer.gradients(), hidden.get(k - 1).gradients());
    }
    Layer first = hidden.get(0);
    passes.collectAffine(
        first.features(), first.gradients(), values, commands, firstAffineGradients);
    Sgemm.multiply(network.embeddingWeights(), firstBaseGradients, embeddingGradients);
  }
}

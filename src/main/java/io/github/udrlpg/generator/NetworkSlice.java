package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The forward and backward pass of a {@link TileNetwork} for some rows of tiles of one policy layer
 * and all commands of a batch: what one thread does at a time. Slices share weights and nothing
 * that they write.
 *
 * <p>Below, h_k are hidden layers, δ_k the gradients of the loss with respect to h_k and, once
 * masked by ReLU, with respect to what ReLU was applied to.
 */
final class NetworkSlice {
  /** Up to this many commands, the first hidden layer is computed for each of them. */
  static final int FEW_COMMANDS = 2;

  private final TileNetwork network;
  private final int averaged;
  private final TileRegion[] regions;
  private final boolean[] active;
  private final int firstRow;
  private final int tilesPerRow;
  private final NativeMatrix inputs;
  private final NativeMatrix firstAffine;
  private final NativeMatrix firstAffineGradients;
  private final NativeMatrix firstBaseGradients;
  private final NativeMatrix embeddingGradients;
  private final List<Layer> hidden = new ArrayList<>();
  private final Layer last;
  private final NativeMatrix emitted;
  private final Knots knots;
  private final Knots outputKnots;
  private final Optional<CommandSweep> sweep;
  private float weight = 1;

  /**
   * A layer of features.
   *
   * @param withOnes {@code [features + 1, knots]}, what the next map is applied to
   * @param features the same without the ones
   * @param gradients {@code [features, knots]}
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
    this.averaged = part.averaged();
    this.firstRow = firstRow;
    this.tilesPerRow = part.tilesPerRow();
    int tile = part.firstTile() + firstRow * part.tilesPerRow();
    int tiles = rows * part.tilesPerRow();
    int region = firstRow * part.tilesPerRow() / averaged;
    int count = tiles / averaged;
    regions = part.regions().subList(region, region + count).toArray(new TileRegion[0]);
    active = new boolean[tiles];
    Arrays.fill(active, true);
    inputs = network.inputs().columns(2 * tile, 2 * tiles);
    firstAffine = room.firstAffine().columns(2 * tile, 2 * tiles);
    firstAffineGradients = room.firstAffineGradients().columns(2 * tile, 2 * tiles);
    embeddingGradients = room.embeddingGradients().columns(tile, tiles);
    firstBaseGradients = firstAffineGradients.everyColumn(2);
    boolean sweeps = commands > FEW_COMMANDS && network.hiddenLayers() > 1;
    for (int k = sweeps ? 1 : 0; k < network.hiddenLayers(); k++) {
      hidden.add(
          Layer.of(room.hidden(k), room.hiddenGradients(k), tile * commands, tiles * commands));
    }
    int from = (part.firstOutput() + region) * commands;
    last = Layer.of(room.means(), room.meanGradients(), from, count * commands);
    emitted = room.emitted().columns(from, count * commands);
    knots = new Knots(tiles, commands);
    outputKnots = network.averages() ? new Knots(count, commands) : knots;
    sweep =
        sweeps
            ? Optional.of(
                new CommandSweep(
                    room,
                    commands,
                    tile,
                    tiles,
                    knots,
                    hidden.get(0).features(),
                    hidden.get(0).gradients()))
            : Optional.empty();
  }

  /**
   * Cuts the work of a network on some tiles and {@code commands} commands into slices of about
   * {@code columns} columns, at least two if there are two rows of tiles.
   */
  static List<NetworkSlice> cut(
      Activations room, TileNetwork.Part part, int commands, int columns) {
    long fitting = Math.round((double) columns / (part.tilesPerRow() * (double) commands));
    int rows = (int) Math.max(1, Math.min(fitting, (part.tileRows() + 1) / 2));
    List<NetworkSlice> slices = new ArrayList<>();
    for (int row = 0; row < part.tileRows(); row += rows) {
      slices.add(
          new NetworkSlice(room, commands, part, row, Math.min(rows, part.tileRows() - row)));
    }
    return slices;
  }

  /**
   * Says which tiles take part in the updates that follow.
   *
   * @param rows whether a row of the policy layer's tiles does, by number
   * @param rowWeight what the loss of those that do counts
   */
  void select(boolean[] rows, float rowWeight) {
    weight = rowWeight;
    for (int tile = 0; tile < active.length; tile++) {
      active[tile] = rows[firstRow + tile / tilesPerRow];
    }
  }

  /** Returns the multiplications of a forward pass with every command a knot. */
  long work() {
    long work = (long) last.features().rows() * emitted.rows() * emitted.columns();
    for (int i = 1; i < hidden.size(); i++) {
      NativeMatrix features = hidden.get(i).features();
      work += (long) hidden.get(i - 1).features().rows() * features.rows() * features.columns();
    }
    return work;
  }

  /** Computes what the network emits for the given commands, ascending, at its knots. */
  void forward(float[] values, Workspace workspace) {
    Sgemm.multiply(network.weights(0), inputs, firstAffine);
    knots.clear();
    if (sweep.isPresent()) {
      sweep.get().forward(values, active, workspace);
    } else {
      addKnots(knots, active.length, 1);
      workspace.passes.rectifyAffine(firstAffine, values, knots, hidden.get(0).features());
    }
    int columns = knots.columns();
    for (int i = 1; i < hidden.size(); i++) {
      apply(firstMap() + i, hidden.get(i - 1), columns, hidden.get(i).features());
      workspace.passes.rectify(hidden.get(i).features(), columns);
    }
    if (network.averages()) {
      outputKnots.clear();
      addKnots(outputKnots, regions.length, averaged);
      NativeMatrix features = hidden.get(hidden.size() - 1).features();
      workspace.passes.average(features, knots, averaged, outputKnots, last.features());
    }
    apply(network.hiddenLayers(), last, outputKnots.columns(), emitted);
  }

  /** Returns the number of the map that the first of the {@link #hidden} layers comes from. */
  private int firstMap() {
    return network.hiddenLayers() - hidden.size();
  }

  private void addKnots(Knots all, int count, int tilesEach) {
    for (int i = 0; i < count; i++) {
      if (active[i * tilesEach]) {
        all.addAll();
      } else {
        all.addNone();
      }
    }
  }

  private void apply(int map, Layer layer, int columns, NativeMatrix result) {
    NativeMatrix weights = network.weights(map);
    Sgemm.multiplyLeading(
        weights.rows(), columns, weights.columns(), weights, layer.withOnes(), result);
  }

  /**
   * Copies what was emitted for every command into flat policies, {@code [commands, parameters]}.
   */
  void emit(float[][] policies, ColumnPasses passes) {
    passes.emit(emitted, regions, policies);
  }

  /**
   * Turns what was emitted into the gradient of the batch's mean squared error.
   *
   * @return the slice's squared errors, weighted and summed over copies and numbers
   */
  double compare(CommandBatch batch, Residuals residuals) {
    return residuals.replaceByGradient(emitted, regions, outputKnots, batch, weight);
  }

  /** Computes δ_k of every layer and the gradients of the embeddings from those of the emitted. */
  void backward(float[] values, Workspace workspace) {
    applyTransposed(network.hiddenLayers(), emitted, outputKnots.columns(), last.gradients());
    Layer top = hidden.get(hidden.size() - 1);
    if (network.averages()) {
      workspace.passes.spread(last.gradients(), outputKnots, averaged, knots, top.gradients());
    }
    int columns = knots.columns();
    for (int i = hidden.size() - 1; i > 0; i--) {
      Layer layer = hidden.get(i);
      workspace.passes.mask(layer.features(), layer.gradients(), columns);
      applyTransposed(firstMap() + i, layer.gradients(), columns, hidden.get(i - 1).gradients());
    }
    if (sweep.isPresent()) {
      sweep.get().backward(values, workspace);
    } else {
      Layer first = hidden.get(0);
      workspace.passes.collectAffine(
          first.features(), first.gradients(), values, knots, firstAffineGradients);
    }
    Sgemm.multiplyTransposedLeft(
        network.embeddingWeights(), firstBaseGradients, embeddingGradients);
  }

  private void applyTransposed(int map, NativeMatrix deltas, int columns, NativeMatrix result) {
    NativeMatrix weights = network.weightsWithoutBias(map);
    Sgemm.multiplyLeadingTransposedLeft(
        weights.columns(), columns, weights.rows(), weights, deltas, result);
  }

  /**
   * Returns the slice's share of the gradient of an affine map.
   *
   * @param map number of the map, from 0
   * @param from first of the inputs whose weights are meant
   * @param count how many inputs; the last input of all is the bias
   */
  GradientShare gradientShare(int map, int from, int count) {
    if (map == 0) {
      return new GradientShare(
          firstAffineGradients, inputs.rows(from, count), inputs::columns, Optional.empty());
    }
    if (map == network.hiddenLayers()) {
      return new GradientShare(
          emitted, last.withOnes().rows(from, count), outputKnots::columns, Optional.empty());
    }
    if (map == firstMap()) {
      return sweep.orElseThrow().gradientShare(from, count);
    }
    Layer layer = hidden.get(map - firstMap());
    Layer below = hidden.get(map - firstMap() - 1);
    return new GradientShare(
        layer.gradients(), below.withOnes().rows(from, count), knots::columns, Optional.empty());
  }
}

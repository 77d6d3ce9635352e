package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import io.github.udrlpg.linalg.Sgemm;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first two hidden layers of a {@link NetworkSlice} for all commands of a batch, at about the
 * price of two commands.
 *
 * <p>What goes into the first layer is {@code a + c s}, affine in the command c. Most of its units
 * are on, or off, for all commands of a batch; through them the second layer's input is {@code W (m
 * ∘ a) + c W (m ∘ s)}, with m the mask of those that are on: two products for a tile instead of one
 * for each command. The few units that switch are added one by one. The gradient goes the same way
 * back, through sums over the commands and sums weighted by the command. Nothing is approximated.
 */
final class CommandSweep {
  private final TileNetwork network;
  private final int commands;
  private final boolean thinOut;
  private final Knots knots;
  private final Knots everyCommand;
  private final SwitchingUnits switching;
  private final boolean[] breaks;
  private final NativeMatrix firstAffine;
  private final NativeMatrix firstAffineGradients;
  private final NativeMatrix steadyWithOnes;
  private final NativeMatrix steady;
  private final NativeMatrix secondAffine;
  private final NativeMatrix features;
  private final NativeMatrix gradients;

  /**
   * Prepares a sweep.
   *
   * @param firstTile number of the slice's first tile in its network
   * @param knots to fill: every command, unless the second hidden layer is the last and each of its
   *     tiles is emitted on its own
   * @param features the second hidden layer, {@code [features, knots]}
   * @param gradients with respect to it, the same shape
   */
  CommandSweep(
      Activations room,
      int commands,
      int firstTile,
      int tiles,
      Knots knots,
      NativeMatrix features,
      NativeMatrix gradients) {
    this.network = room.network();
    this.commands = commands;
    this.thinOut = network.hiddenLayers() == 2 && !network.averages();
    this.knots = knots;
    this.everyCommand = new Knots(1, commands);
    everyCommand.addAll();
    this.switching = new SwitchingUnits(tiles, network.hiddenSize(0));
    this.breaks = new boolean[commands + 1];
    this.firstAffine = room.firstAffine().columns(2 * firstTile, 2 * tiles);
    this.firstAffineGradients = room.firstAffineGradients().columns(2 * firstTile, 2 * tiles);
    this.steadyWithOnes = room.steady().columns(2 * firstTile, 2 * tiles);
    this.steady = steadyWithOnes.rows(0, network.hiddenSize(0));
    this.secondAffine = room.secondAffine().columns(2 * firstTile, 2 * tiles);
    this.features = features;
    this.gradients = gradients;
  }

  /**
   * Computes the second hidden layer at the knots, which it chooses.
   *
   * @param values the distinct commands, ascending
   * @param active which tiles take part
   */
  void forward(float[] values, boolean[] active, Workspace workspace) {
    separate(values, workspace);
    Sgemm.multiply(network.weights(1), steadyWithOnes, secondAffine);
    for (int tile = 0; tile < active.length; tile++) {
      if (active[tile]) {
        expand(tile, values, workspace);
        chooseKnots(tile, values, workspace);
        rectify(tile, workspace);
      } else {
        knots.addNone();
      }
    }
  }

  private void separate(float[] values, Workspace w) {
    switching.clear();
    for (int tile = 0; tile < steady.columns() / 2; tile++) {
      firstAffine.readColumn(2 * tile, w.base);
      firstAffine.readColumn(2 * tile + 1, w.slope);
      switching.take(w.base, w.slope, values[0], values[commands - 1]);
      steady.writeColumn(2 * tile, w.base);
      steady.writeColumn(2 * tile + 1, w.slope);
    }
  }

  /** Computes what goes into a tile's second layer for every command. */
  private void expand(int tile, float[] values, Workspace w) {
    int rows = features.rows();
    secondAffine.readColumn(2 * tile, w.base);
    secondAffine.readColumn(2 * tile + 1, w.slope);
    for (int command = 0; command < commands; command++) {
      Vectors.affine(w.column, w.base, values[command], w.slope, rows);
      w.tile().writeColumn(command, w.column);
    }
    for (int from = switching.start(tile); from < switching.end(tile); from += Workspace.UNITS) {
      int count = Math.min(Workspace.UNITS, switching.end(tile) - from);
      gatherWeights(from, count, w);
      switching.rectified(from, count, everyCommand, 0, values, w.perCommand, w.unitResponses());
      Sgemm.multiplyLeadingTransposedRight(
          rows, commands, count, w.unitColumns(), w.unitResponses(), 1, w.tile());
    }
  }

  private void gatherWeights(int from, int count, Workspace w) {
    for (int i = 0; i < count; i++) {
      network.weights(1).readColumn(switching.unit(from + i), w.column);
      w.unitColumns().writeColumn(i, w.column);
    }
  }

  private void chooseKnots(int tile, float[] values, Workspace w) {
    if (!thinOut) {
      knots.addAll();
      return;
    }
    Arrays.fill(breaks, false);
    switching.markBreaks(tile, values, commands, breaks);
    float[] before = w.base;
    float[] next = w.slope;
    w.tile().readColumn(0, before);
    for (int command = 1; command < commands; command++) {
      w.tile().readColumn(command, next);
      breaks[command] |= Vectors.differInSign(before, next, features.rows());
      float[] swapped = before;
      before = next;
      next = swapped;
    }
    knots.addWhereNeeded(breaks);
  }

  private void rectify(int tile, Workspace w) {
    for (int knot = knots.start(tile); knot < knots.end(tile); knot++) {
      w.tile().readColumn(knots.command(knot), w.column);
      Vectors.rectify(w.column, features.rows());
      features.writeColumn(knot, w.column);
    }
  }

  /** Computes the gradients of what went into the first layer from those of the second. */
  void backward(float[] values, Workspace workspace) {
    workspace.passes.collectAffine(features, gradients, values, knots, secondAffine);
    Sgemm.multiplyTransposedLeft(network.weightsWithoutBias(1), secondAffine, firstAffineGradients);
    for (int tile = 0; tile < steady.columns() / 2; tile++) {
      mask(tile, values, workspace);
    }
  }

  /** Keeps the gradients of units that are on, and replaces those of units that switch. */
  private void mask(int tile, float[] values, Workspace w) {
    steady.readColumn(2 * tile, w.column);
    steady.readColumn(2 * tile + 1, w.slope);
    firstAffineGradients.readColumn(2 * tile, w.base);
    firstAffineGradients.readColumn(2 * tile + 1, w.other);
    for (int unit = 0; unit < steady.rows(); unit++) {
      if (w.column[unit] == 0 && w.slope[unit] == 0) {
        w.base[unit] = 0;
        w.other[unit] = 0;
      }
    }
    if (switching.start(tile) < switching.end(tile)) {
      copyGradients(tile, w);
    }
    for (int from = switching.start(tile); from < switching.end(tile); from += Workspace.UNITS) {
      int count = Math.min(Workspace.UNITS, switching.end(tile) - from);
      replaceSwitching(tile, from, count, values, w);
    }
    firstAffineGradients.writeColumn(2 * tile, w.base);
    firstAffineGradients.writeColumn(2 * tile + 1, w.other);
  }

  private void replaceSwitching(int tile, int from, int count, float[] values, Workspace w) {
    int first = knots.start(tile);
    int width = knots.end(tile) - first;
    gatherWeights(from, count, w);
    Sgemm.multiplyLeadingTransposedLeft(
        width, count, features.rows(), w.tile(), w.unitColumns(), w.unitResponses());
    for (int i = 0; i < count; i++) {
      w.unitResponses().readColumn(i, w.perCommand);
      float sum = 0;
      float weighted = 0;
      for (int k = 0; k < width; k++) {
        float command = values[knots.command(first + k)];
        if (switching.input(from + i, command) > 0) {
          sum += w.perCommand[k];
          weighted += command * w.perCommand[k];
        }
      }
      w.base[switching.unit(from + i)] = sum;
      w.other[switching.unit(from + i)] = weighted;
    }
  }

  /** Copies a tile's gradients of the second layer to where products find them. */
  private void copyGradients(int tile, Workspace w) {
    int first = knots.start(tile);
    for (int knot = first; knot < knots.end(tile); knot++) {
      gradients.readColumn(knot, w.column);
      w.tile().writeColumn(knot - first, w.column);
    }
  }

  /** Returns the slice's share of the gradient of the second affine map. */
  GradientShare gradientShare(int from, int count) {
    return new GradientShare(
        secondAffine, steadyWithOnes.rows(from, count), secondAffine::columns, Optional.of(this));
  }

  /**
   * Adds what the switching units contribute to the gradient of the second affine map.
   *
   * @param from first of the inputs whose weights are meant
   * @param gradient {@code [outputs, inputs]}
   */
  void addSwitching(int from, float[] values, Workspace w, NativeMatrix gradient) {
    int rows = features.rows();
    for (int tile = 0; tile < steady.columns() / 2; tile++) {
      int end = switching.startFrom(tile, from + gradient.columns());
      int width = knots.end(tile) - knots.start(tile);
      int place = width == 0 ? end : switching.startFrom(tile, from);
      if (place < end) {
        copyGradients(tile, w);
      }
      for (; place < end; place += Workspace.UNITS) {
        int count = Math.min(Workspace.UNITS, end - place);
        switching.rectified(place, count, knots, tile, values, w.perCommand, w.unitResponses());
        Sgemm.multiplyLeading(rows, count, width, w.tile(), w.unitResponses(), w.unitColumns());
        for (int i = 0; i < count; i++) {
          int unit = switching.unit(place + i) - from;
          w.unitColumns().readColumn(i, w.column);
          gradient.readColumn(unit, w.other);
          Vectors.add(w.other, w.column, rows);
          gradient.writeColumn(unit, w.other);
        }
      }
    }
  }
}

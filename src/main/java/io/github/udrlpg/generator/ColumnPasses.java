package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.Arrays;

/**
 * The element-wise passes over activations and their gradients, a column at a time through heap
 * arrays of its own: one instance per thread.
 */
final class ColumnPasses {
  private final float[] column;
  private final float[] other;
  private final float[] result;
  private final float[] sums;
  private final int[] activationBits;
  private final int[] gradientBits;

  /** Creates passes for matrices of at most {@code rows} rows. */
  ColumnPasses(int rows) {
    column = new float[rows];
    other = new float[rows];
    result = new float[rows];
    sums = new float[rows];
    activationBits = new int[rows];
    gradientBits = new int[rows];
  }

  /** Applies ReLU in place; NaN stays NaN. */
  void rectify(NativeMatrix activations) {
    int rows = activations.rows();
    for (int c = 0; c < activations.columns(); c++) {
      activations.readColumn(c, column);
      Vectors.rectify(column, rows);
      activations.writeColumn(c, column);
    }
  }

  /**
   * Computes {@code relu(base + command · slope)} for each tile and command.
   *
   * @param baseAndSlope {@code [features, 2 tiles]}, a tile's base and slope side by side
   * @param activations {@code [features, tiles * commands]}, a tile's commands side by side
   */
  void rectifyAffine(
      NativeMatrix baseAndSlope, float[] commands, int count, NativeMatrix activations) {
    int rows = activations.rows();
    for (int tile = 0; tile < baseAndSlope.columns() / 2; tile++) {
      baseAndSlope.readColumn(2 * tile, column);
      baseAndSlope.readColumn(2 * tile + 1, other);
      for (int c = 0; c < count; c++) {
        Vectors.rectifyAffine(result, column, commands[c], other, rows);
        activations.writeColumn(tile * count + c, result);
      }
    }
  }

  /**
   * The reverse of {@link #rectifyAffine}: sums a tile's gradients over the commands, plainly for
   * the base and weighted by the command for the slope. Overwrites {@code gradients}.
   *
   * @param activations {@code [features, tiles * commands]}, what {@link #rectifyAffine} computed
   * @param gradients of the same shape, with respect to the activations
   * @param baseAndSlope {@code [features, 2 tiles]}, receives the gradients of base and slope
   */
  void collectAffine(
      NativeMatrix activations,
      NativeMatrix gradients,
      float[] commands,
      int count,
      NativeMatrix baseAndSlope) {
    int rows = activations.rows();
    for (int tile = 0; tile < baseAndSlope.columns() / 2; tile++) {
      Arrays.fill(sums, 0, rows, 0f);
      Arrays.fill(other, 0, rows, 0f);
      for (int c = 0; c < count; c++) {
        mask(activations, gradients, tile * count + c);
        gradients.readColumn(tile * count + c, column);
        Vectors.add(sums, column, rows);
        Vectors.addScaled(other, commands[c], column, rows);
      }
      baseAndSlope.writeColumn(2 * tile, sums);
      baseAndSlope.writeColumn(2 * tile + 1, other);
    }
  }

  /** Zeroes the gradients where ReLU gave zero. */
  void mask(NativeMatrix activations, NativeMatrix gradients) {
    for (int c = 0; c < gradients.columns(); c++) {
      mask(activations, gradients, c);
    }
  }

  private void mask(NativeMatrix activations, NativeMatrix gradients, int c) {
    activations.readColumnBits(c, activationBits);
    gradients.readColumnBits(c, gradientBits);
    Vectors.mask(gradientBits, activationBits, gradients.rows());
    gradients.writeColumnBits(c, gradientBits);
  }

  /**
   * Averages the activations of the tiles that feed the same outputs.
   *
   * @param activations {@code [features, outputs * tiles * commands]}
   * @param tiles that feed the same outputs
   * @param means {@code [features, outputs * commands]}
   */
  void average(NativeMatrix activations, int tiles, int commands, NativeMatrix means) {
    int rows = means.rows();
    for (int m = 0; m < means.columns(); m++) {
      int first = m / commands * tiles * commands + m % commands;
      activations.readColumn(first, sums);
      for (int tile = 1; tile < tiles; tile++) {
        activations.readColumn(first + tile * commands, column);
        Vectors.add(sums, column, rows);
      }
      Vectors.scale(sums, 1f / tiles, rows);
      means.writeColumn(m, sums);
    }
  }

  /**
   * The reverse of {@link #average}: each tile gets its share of the mean's gradient.
   *
   * @param meanGradients {@code [features, outputs * commands]}
   * @param gradients {@code [features, outputs * tiles * commands]}
   */
  void spread(NativeMatrix meanGradients, int tiles, int commands, NativeMatrix gradients) {
    int rows = meanGradients.rows();
    for (int m = 0; m < meanGradients.columns(); m++) {
      int first = m / commands * tiles * commands + m % commands;
      meanGradients.readColumn(m, column);
      Vectors.scale(column, 1f / tiles, rows);
      for (int tile = 0; tile < tiles; tile++) {
        gradients.writeColumn(first + tile * commands, column);
      }
    }
  }

  /** Computes {@code result = a + b}, all of one shape. */
  void add(NativeMatrix a, NativeMatrix b, NativeMatrix result) {
    for (int c = 0; c < result.columns(); c++) {
      a.readColumn(c, column);
      b.readColumn(c, other);
      Vectors.add(column, other, result.rows());
      result.writeColumn(c, column);
    }
  }

  /**
   * Replaces emitted numbers by the gradient of the mean squared error of a batch, and returns the
   * slice's share of {@code Σ copies · (factor · emitted − target)²}. What a cropped tile emits
   * beyond the policy gets no gradient.
   *
   * @param emitted {@code [numbers, regions * commands]}, a region's commands side by side
   */
  double residual(NativeMatrix emitted, TileRegion[] regions, CommandBatch batch) {
    int rows = emitted.rows();
    Arrays.fill(sums, 0, rows, 0f);
    for (int c = 0; c < emitted.columns(); c++) {
      TileRegion region = regions[c / batch.distinct()];
      int command = c % batch.distinct();
      emitted.readColumn(c, column);
      if (!region.isWhole(rows)) {
        // What the policy does not have is its own target.
        System.arraycopy(column, 0, other, 0, rows);
        Vectors.scale(other, region.factor(), rows);
      }
      region.gather(batch.target(command), other);
      Vectors.scaleAndSubtract(column, region.factor(), other, rows);
      Vectors.addScaledSquares(sums, batch.copies(command), column, rows);
      Vectors.scale(column, region.factor() * batch.gradientScale(command), rows);
      emitted.writeColumn(c, column);
    }
    return Vectors.sum(sums, rows);
  }

  /**
   * Copies what was emitted into flat policies.
   *
   * @param emitted {@code [numbers, regions * commands]}, a region's commands side by side
   * @param policies {@code [commands, parameters]}
   */
  void emit(NativeMatrix emitted, TileRegion[] regions, float[][] policies) {
    for (int c = 0; c < emitted.columns(); c++) {
      TileRegion region = regions[c / policies.length];
      emitted.readColumn(c, column);
      Vectors.scale(column, region.factor(), emitted.rows());
      region.scatter(column, policies[c % policies.length]);
    }
  }
}

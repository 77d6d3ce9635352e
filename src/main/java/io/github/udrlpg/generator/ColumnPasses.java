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

  /** Applies ReLU in place to the leading columns; NaN stays NaN. */
  void rectify(NativeMatrix activations, int columns) {
    int rows = activations.rows();
    for (int c = 0; c < columns; c++) {
      activations.readColumn(c, column);
      Vectors.rectify(column, rows);
      activations.writeColumn(c, column);
    }
  }

  /**
   * Computes {@code relu(base + command · slope)} for each knot.
   *
   * @param baseAndSlope {@code [features, 2 tiles]}, a tile's base and slope side by side
   * @param activations {@code [features, knots]}
   */
  void rectifyAffine(
      NativeMatrix baseAndSlope, float[] commands, Knots knots, NativeMatrix activations) {
    int rows = activations.rows();
    for (int tile = 0; tile < baseAndSlope.columns() / 2; tile++) {
      baseAndSlope.readColumn(2 * tile, column);
      baseAndSlope.readColumn(2 * tile + 1, other);
      for (int knot = knots.start(tile); knot < knots.end(tile); knot++) {
        Vectors.affine(result, column, commands[knots.command(knot)], other, rows);
        Vectors.rectify(result, rows);
        activations.writeColumn(knot, result);
      }
    }
  }

  /**
   * The reverse of an affine function of the command and of ReLU after it: sums a tile's gradients
   * over its knots, plainly for the base and weighted by the command for the slope. Zeroes {@code
   * gradients} where ReLU gave zero.
   *
   * @param activations {@code [features, knots]}, what ReLU gave
   * @param gradients of the same shape, with respect to the activations
   * @param baseAndSlope {@code [features, 2 tiles]}, receives the gradients of base and slope
   */
  void collectAffine(
      NativeMatrix activations,
      NativeMatrix gradients,
      float[] commands,
      Knots knots,
      NativeMatrix baseAndSlope) {
    int rows = activations.rows();
    for (int tile = 0; tile < baseAndSlope.columns() / 2; tile++) {
      Arrays.fill(sums, 0, rows, 0f);
      Arrays.fill(other, 0, rows, 0f);
      for (int knot = knots.start(tile); knot < knots.end(tile); knot++) {
        maskColumn(activations, gradients, knot);
        gradients.readColumn(knot, column);
        Vectors.add(sums, column, rows);
        Vectors.addScaled(other, commands[knots.command(knot)], column, rows);
      }
      baseAndSlope.writeColumn(2 * tile, sums);
      baseAndSlope.writeColumn(2 * tile + 1, other);
    }
  }

  /** Zeroes the gradients where ReLU gave zero, in the leading columns. */
  void mask(NativeMatrix activations, NativeMatrix gradients, int columns) {
    for (int c = 0; c < columns; c++) {
      maskColumn(activations, gradients, c);
    }
  }

  private void maskColumn(NativeMatrix activations, NativeMatrix gradients, int c) {
    activations.readColumnBits(c, activationBits);
    gradients.readColumnBits(c, gradientBits);
    Vectors.mask(gradientBits, activationBits, gradients.rows());
    gradients.writeColumnBits(c, gradientBits);
  }

  /**
   * Averages the activations of the tiles that feed the same outputs.
   *
   * @param activations {@code [features, knots]}; tiles that are averaged have the same knots
   * @param tiles that feed the same outputs
   * @param means {@code [features, outputKnots]}
   */
  void average(
      NativeMatrix activations, Knots knots, int tiles, Knots outputKnots, NativeMatrix means) {
    int rows = means.rows();
    for (int region = 0; region < outputKnots.tiles(); region++) {
      int first = outputKnots.start(region);
      for (int knot = first; knot < outputKnots.end(region); knot++) {
        Arrays.fill(sums, 0, rows, 0f);
        for (int tile = region * tiles; tile < (region + 1) * tiles; tile++) {
          activations.readColumn(knots.start(tile) + knot - first, column);
          Vectors.add(sums, column, rows);
        }
        Vectors.scale(sums, 1f / tiles, rows);
        means.writeColumn(knot, sums);
      }
    }
  }

  /**
   * The reverse of {@link #average}: each tile gets its share of the mean's gradient.
   *
   * @param meanGradients {@code [features, outputKnots]}
   * @param gradients {@code [features, knots]}
   */
  void spread(
      NativeMatrix meanGradients,
      Knots outputKnots,
      int tiles,
      Knots knots,
      NativeMatrix gradients) {
    int rows = meanGradients.rows();
    for (int region = 0; region < outputKnots.tiles(); region++) {
      int first = outputKnots.start(region);
      for (int knot = first; knot < outputKnots.end(region); knot++) {
        meanGradients.readColumn(knot, column);
        Vectors.scale(column, 1f / tiles, rows);
        for (int tile = region * tiles; tile < (region + 1) * tiles; tile++) {
          gradients.writeColumn(knots.start(tile) + knot - first, column);
        }
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

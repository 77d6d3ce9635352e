package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.Arrays;

/** Compares what a network emits with the targets of a batch: one instance per thread. */
final class Residuals {
  private float[] left;
  private float[] right;
  private float[] leftGradient;
  private float[] rightGradient;
  private final float[] column;
  private final float[] target;
  private final float[] squares;
  private float weight;

  /** Creates room for columns of at most {@code rows} rows. */
  Residuals(int rows) {
    left = new float[rows];
    right = new float[rows];
    leftGradient = new float[rows];
    rightGradient = new float[rows];
    column = new float[rows];
    target = new float[rows];
    squares = new float[rows];
  }

  /**
   * Replaces emitted numbers by the gradient of the mean squared error of a batch, and returns the
   * share of {@code Σ copies · (factor · emitted − target)²} of some regions. What a cropped tile
   * emits beyond the policy gets no gradient.
   *
   * @param emitted {@code [numbers, knots]}
   * @param knots of each region; one without any is left out
   * @param weightOfAll what loss and gradient are multiplied by
   */
  double replaceByGradient(
      NativeMatrix emitted,
      TileRegion[] regions,
      Knots knots,
      CommandBatch batch,
      float weightOfAll) {
    weight = weightOfAll;
    int rows = emitted.rows();
    Arrays.fill(squares, 0, rows, 0f);
    for (int i = 0; i < regions.length; i++) {
      if (knots.start(i) < knots.end(i)) {
        replaceRegion(emitted, regions[i], knots, knots.start(i), knots.end(i) - 1, batch);
      }
    }
    return weight * Vectors.sum(squares, rows);
  }

  /** Walks from knot to knot; the commands between two of them share out their gradient. */
  private void replaceRegion(
      NativeMatrix emitted,
      TileRegion region,
      Knots knots,
      int first,
      int last,
      CommandBatch batch) {
    int rows = emitted.rows();
    emitted.readColumn(first, left);
    System.arraycopy(left, 0, leftGradient, 0, rows);
    differentiate(leftGradient, rows, region, knots.command(first), batch);
    for (int knot = first; knot < last; knot++) {
      emitted.readColumn(knot + 1, right);
      System.arraycopy(right, 0, rightGradient, 0, rows);
      differentiate(rightGradient, rows, region, knots.command(knot + 1), batch);
      between(rows, region, knots.command(knot), knots.command(knot + 1), batch);
      emitted.writeColumn(knot, leftGradient);
      swap();
    }
    emitted.writeColumn(last, leftGradient);
  }

  private void between(int rows, TileRegion region, int from, int to, CommandBatch batch) {
    float[] commands = batch.commands();
    double distance = (double) commands[to] - commands[from];
    for (int command = from + 1; command < to; command++) {
      float share = (float) (((double) commands[command] - commands[from]) / distance);
      Vectors.interpolate(column, left, share, right, rows);
      differentiate(column, rows, region, command, batch);
      Vectors.addScaled(leftGradient, 1 - share, column, rows);
      Vectors.addScaled(rightGradient, share, column, rows);
    }
  }

  private void swap() {
    float[] values = left;
    left = right;
    right = values;
    float[] gradient = leftGradient;
    leftGradient = rightGradient;
    rightGradient = gradient;
  }

  /** Replaces what is emitted for one command by its gradient, and counts its squared error. */
  private void differentiate(
      float[] values, int rows, TileRegion region, int command, CommandBatch batch) {
    if (!region.isWhole(rows)) {
      // What the policy does not have is its own target.
      System.arraycopy(values, 0, target, 0, rows);
      Vectors.scale(target, region.factor(), rows);
    }
    region.gather(batch.target(command), target);
    Vectors.scaleAndSubtract(values, region.factor(), target, rows);
    Vectors.addScaledSquares(squares, batch.copies(command), values, rows);
    Vectors.scale(values, weight * region.factor() * batch.gradientScale(command), rows);
  }
}

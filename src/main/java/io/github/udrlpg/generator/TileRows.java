package io.github.udrlpg.generator;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** The rows of tiles of one policy layer, of which an update may leave some out. */
final class TileRows {
  private final List<NetworkSlice> slices;
  private final boolean[] selected;
  private final int[] order;

  /**
   * @param rows of tiles
   * @param slices of both networks that work on them
   */
  TileRows(int rows, List<NetworkSlice> slices) {
    this.slices = slices;
    this.selected = new boolean[rows];
    this.order = new int[rows];
  }

  /**
   * @throws IllegalArgumentException if {@code fraction} is not in (0, 1]
   */
  static void requireFraction(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "The fraction of tiles must be in (0, 1], found " + fraction);
    }
  }

  /** Returns how many of some rows are drawn: a fraction, rounded, at least one row. */
  static int count(int rows, double fraction) {
    return (int) Math.max(1, Math.round(fraction * rows));
  }

  /** Draws {@link #count} of some rows without replacement, every row as likely as another. */
  static boolean[] draw(int rows, double fraction, UniformRandomProvider random) {
    boolean[] selected = new boolean[rows];
    draw(new int[rows], selected, count(rows, fraction), random);
    return selected;
  }

  /** Shuffles the beginning of all row numbers; what was drawn before has no part in it. */
  private static void draw(
      int[] order, boolean[] selected, int count, UniformRandomProvider random) {
    Arrays.setAll(order, row -> row);
    Arrays.fill(selected, false);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(order.length - i);
      int row = order[other];
      order[other] = order[i];
      order[i] = row;
      selected[row] = true;
    }
  }

  /** Lets all rows take part. */
  void selectAll() {
    Arrays.fill(selected, true);
    select(1);
  }

  /**
   * Draws rows without replacement, every row as likely as another. They count for those that are
   * left out, so that the expected loss and gradient are those of all rows.
   *
   * @param fraction of the rows, rounded, at least one row
   */
  void select(double fraction, UniformRandomProvider random) {
    int count = count(order.length, fraction);
    draw(order, selected, count, random);
    select((float) order.length / count);
  }

  private void select(float weight) {
    for (int i = 0; i < slices.size(); i++) {
      slices.get(i).select(selected, weight);
    }
  }
}

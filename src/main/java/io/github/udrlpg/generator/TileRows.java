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
    Arrays.setAll(order, row -> row);
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
    int rows = order.length;
    int count = (int) Math.max(1, Math.round(fraction * rows));
    Arrays.fill(selected, false);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(rows - i);
      int row = order[other];
      order[other] = order[i];
      order[i] = row;
      selected[row] = true;
    }
    select((float) rows / count);
  }

  private void select(float weight) {
    for (int i = 0; i < slices.size(); i++) {
      slices.get(i).select(selected, weight);
    }
  }
}

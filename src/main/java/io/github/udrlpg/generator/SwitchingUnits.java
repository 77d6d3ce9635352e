package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;
import java.util.Arrays;

/**
 * The units of a slice's first hidden layer that are on for some commands of a batch and off for
 * others, tile by tile. What goes into a unit is {@code base + command · slope}, so the signs at
 * the lowest and at the highest command tell.
 */
final class SwitchingUnits {
  private final int units;
  private final int[] starts;
  private int[] unitAt;
  private float[] baseAt;
  private float[] slopeAt;
  private int tiles;

  /** Creates room for {@code tiles} tiles of {@code units} units. */
  SwitchingUnits(int tiles, int units) {
    this.units = units;
    this.starts = new int[tiles + 1];
    this.unitAt = new int[units];
    this.baseAt = new float[units];
    this.slopeAt = new float[units];
  }

  /** Begins anew. */
  void clear() {
    tiles = 0;
  }

  /**
   * Takes the switching units out of the next tile.
   *
   * @param base of every unit; zeroed where a unit switches or is off for all commands
   * @param slope the same
   */
  void take(float[] base, float[] slope, float lowest, float highest) {
    int next = starts[tiles];
    reserve(next + units);
    for (int unit = 0; unit < units; unit++) {
      boolean onAtLowest = base[unit] + lowest * slope[unit] > 0;
      boolean onAtHighest = base[unit] + highest * slope[unit] > 0;
      if (onAtLowest && onAtHighest) {
        continue;
      }
      // Not-a-number counts as switching, so that it goes on to the loss.
      if (onAtLowest != onAtHighest || Float.isNaN(base[unit] + slope[unit])) {
        unitAt[next] = unit;
        baseAt[next] = base[unit];
        slopeAt[next] = slope[unit];
        next++;
      }
      base[unit] = 0;
      slope[unit] = 0;
    }
    starts[++tiles] = next;
  }

  private void reserve(int places) {
    if (places > unitAt.length) {
      int length = Math.max(places, 2 * unitAt.length);
      unitAt = Arrays.copyOf(unitAt, length);
      baseAt = Arrays.copyOf(baseAt, length);
      slopeAt = Arrays.copyOf(slopeAt, length);
    }
  }

  /** Returns the place of a tile's first switching unit. */
  int start(int tile) {
    return starts[tile];
  }

  /** Returns the place after a tile's last switching unit. */
  int end(int tile) {
    return starts[tile + 1];
  }

  /** Returns the place of a tile's first switching unit that is not before {@code unit}. */
  int startFrom(int tile, int unit) {
    int place = start(tile);
    while (place < end(tile) && unitAt[place] < unit) {
      place++;
    }
    return place;
  }

  /** Returns which unit stands at a place. */
  int unit(int place) {
    return unitAt[place];
  }

  /** Returns what the unit at a place gives for a command, before ReLU. */
  float input(int place, float command) {
    return baseAt[place] + command * slopeAt[place];
  }

  /** Marks where the switching units of a tile go on or off: see {@link Knots#addWhereNeeded}. */
  void markBreaks(int tile, float[] commands, int count, boolean[] breaks) {
    for (int place = start(tile); place < end(tile); place++) {
      boolean before = input(place, commands[0]) > 0;
      for (int command = 1; command < count; command++) {
        boolean on = input(place, commands[command]) > 0;
        breaks[command] |= on != before;
        before = on;
      }
    }
  }

  /**
   * Writes what some units give for the knots of a tile.
   *
   * @param from place of the first unit
   * @param knots whose tile {@code tile} says for which commands
   * @param column memory for one column
   * @param result {@code [knots, count]} at least, of which that part is written
   */
  void rectified(
      int from,
      int count,
      Knots knots,
      int tile,
      float[] commands,
      float[] column,
      NativeMatrix result) {
    int first = knots.start(tile);
    for (int i = 0; i < count; i++) {
      for (int knot = first; knot < knots.end(tile); knot++) {
        column[knot - first] = Math.max(input(from + i, commands[knots.command(knot)]), 0f);
      }
      result.writeColumn(i, column);
    }
  }
}

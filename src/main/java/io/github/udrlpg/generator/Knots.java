package io.github.udrlpg.generator;

/**
 * The commands at which a network is evaluated, tile by tile.
 *
 * <p>Between two neighbouring knots no unit of the tile's hidden layers goes on or off at any
 * command of the batch. There the network is affine in the command, so what it emits for a command
 * between them is the linear interpolation of what it emits at both, exactly, and its gradient is
 * shared out in the same proportion.
 *
 * <p>Each knot is a column of the matrices of a {@link NetworkSlice}; a tile's columns stand side
 * by side, in order of command. A tile that takes no part in an update has none.
 */
final class Knots {
  private final int commands;
  private final int[] starts;
  private final int[] commandOfColumn;
  private int tiles;

  /** Creates room for {@code tiles} tiles and {@code commands} commands. */
  Knots(int tiles, int commands) {
    this.commands = commands;
    this.starts = new int[tiles + 1];
    this.commandOfColumn = new int[tiles * commands];
  }

  /** Begins anew; {@link #addAll}, {@link #addWhereNeeded} or {@link #addNone} follow in turn. */
  void clear() {
    tiles = 0;
  }

  /** Makes every command a knot of the next tile. */
  void addAll() {
    int column = starts[tiles];
    for (int command = 0; command < commands; command++) {
      commandOfColumn[column++] = command;
    }
    starts[++tiles] = column;
  }

  /** Gives the next tile no knots. */
  void addNone() {
    starts[tiles + 1] = starts[tiles];
    tiles++;
  }

  /**
   * Makes both ends of every affine stretch knots of the next tile.
   *
   * @param breaks whether a unit goes on or off between command {@code i - 1} and command {@code
   *     i}, at place i
   */
  void addWhereNeeded(boolean[] breaks) {
    int column = starts[tiles];
    int last = commands - 1;
    for (int command = 0; command <= last; command++) {
      if (command == 0 || command == last || breaks[command] || breaks[command + 1]) {
        commandOfColumn[column++] = command;
      }
    }
    starts[++tiles] = column;
  }

  /** Returns the number of tiles so far. */
  int tiles() {
    return tiles;
  }

  /** Returns the number of columns of all tiles. */
  int columns() {
    return starts[tiles];
  }

  /** Returns the first column of a tile. */
  int start(int tile) {
    return starts[tile];
  }

  /** Returns the column after the last one of a tile. */
  int end(int tile) {
    return starts[tile + 1];
  }

  /** Returns which command a column belongs to. */
  int command(int column) {
    return commandOfColumn[column];
  }
}

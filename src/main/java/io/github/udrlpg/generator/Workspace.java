package io.github.udrlpg.generator;

import io.github.udrlpg.linalg.NativeMatrix;

/** What one worker needs beside the matrices that all share: memory for a few columns at a time. */
final class Workspace implements AutoCloseable {
  /** The most switching units that are treated at once. */
  static final int UNITS = 64;

  final ColumnPasses passes;
  final Residuals residuals;
  final float[] column;
  final float[] base;
  final float[] slope;
  final float[] other;
  final float[] perCommand;

  private final NativeMemory memory;
  private final NativeMatrix tile;
  private final NativeMatrix unitColumns;
  private final NativeMatrix unitResponses;

  /**
   * Allocates a workspace.
   *
   * @param widest the most features of any layer
   * @param secondHidden features of the second hidden layer, or any number where there is none
   * @param commands the most distinct commands of a batch
   */
  Workspace(int widest, int secondHidden, int commands) {
    passes = new ColumnPasses(widest);
    residuals = new Residuals(widest);
    column = new float[widest];
    base = new float[widest];
    slope = new float[widest];
    other = new float[widest];
    perCommand = new float[commands];
    int tileLength = secondHidden * commands;
    memory = NativeMemory.zeros(floats(secondHidden, commands));
    tile = memory.matrix(0, secondHidden, commands);
    unitColumns = memory.matrix(tileLength, secondHidden, UNITS);
    unitResponses = memory.matrix(tileLength + secondHidden * UNITS, commands, UNITS);
  }

  /** Returns how many floats a workspace takes outside the heap. */
  static long floats(long secondHidden, long commands) {
    return secondHidden * commands + (secondHidden + commands) * UNITS;
  }

  /** Returns room for one tile's columns, {@code [features, commands]}. */
  NativeMatrix tile() {
    return tile;
  }

  /**
   * Returns room for the weights of switching units, or their gradients, {@code [features, units]}.
   */
  NativeMatrix unitColumns() {
    return unitColumns;
  }

  /** Returns room for what switching units give, or its gradients, {@code [commands, units]}. */
  NativeMatrix unitResponses() {
    return unitResponses;
  }

  @Override
  public void close() {
    memory.close();
  }
}

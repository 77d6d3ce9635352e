package io.github.udrlpg.generator;

import io.github.udrlpg.text.Text;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A training batch with equal commands put together.
 *
 * <p>For the n copies i of one command c, {@code Σ_i |G(c) − θ_i|² = n |G(c) − θ̄|² + Σ_i |θ_i −
 * θ̄|²} with their mean θ̄: one forward and backward pass for all of them, and a constant.
 * Instances are filled again and again, so that their arrays live on.
 */
final class CommandBatch {
  private static final int BLOCK = 1024;

  private final int parameters;
  private final Blocks[] blocks;
  private final List<float[]> means = new ArrayList<>();
  private int size;
  private int distinct;
  private float[] commands = new float[0];
  private int[] copies = new int[0];
  private int[] group = new int[0];
  private double[] spread = new double[0];

  private static final class Blocks {
    final float[] difference = new float[BLOCK];
    final float[] mean = new float[BLOCK];
    final float[] squares = new float[BLOCK];
  }

  /** Creates a batch of policies with {@code parameters} weights, averaged by {@code workers}. */
  CommandBatch(int parameters, int workers) {
    this.parameters = parameters;
    this.blocks = new Blocks[workers];
    Arrays.setAll(blocks, worker -> new Blocks());
  }

  /**
   * Groups a batch. {@link #average} has to follow for every distinct command.
   *
   * @throws IllegalArgumentException if the batch is empty, a command is not finite, or commands
   *     and targets do not match
   */
  void group(double[] batchCommands, FloatBuffer[] batchTargets) {
    check(batchCommands, batchTargets, parameters);
    size = batchCommands.length;
    reserve();
    distinct = 0;
    for (int i = 0; i < size; i++) {
      // The networks see a float: commands that are equal as floats are equal to them.
      float command = (float) batchCommands[i];
      int place = 0;
      while (place < distinct && commands[place] < command) {
        place++;
      }
      if (place == distinct || commands[place] != command) {
        insert(command, place, i);
      }
      copies[place]++;
      group[i] = place;
    }
    while (means.size() < distinct) {
      means.add(new float[parameters]);
    }
  }

  /** Makes room for a new command, so that they stay in ascending order. */
  private void insert(float command, int place, int grouped) {
    System.arraycopy(commands, place, commands, place + 1, distinct - place);
    System.arraycopy(copies, place, copies, place + 1, distinct - place);
    commands[place] = command;
    copies[place] = 0;
    distinct++;
    for (int i = 0; i < grouped; i++) {
      if (group[i] >= place) {
        group[i]++;
      }
    }
  }

  /**
   * @throws IllegalArgumentException if the batch is empty, a command is not finite, or commands
   *     and targets do not match
   */
  static void check(double[] batchCommands, FloatBuffer[] batchTargets, int parameters) {
    if (batchCommands.length == 0 || batchCommands.length != batchTargets.length) {
      throw new IllegalArgumentException(
          "A generator update needs one target policy for each command, and at least one; found"
              + Text.format(
                  " %d commands and %d targets", batchCommands.length, batchTargets.length));
    }
    for (double command : batchCommands) {
      requireFinite(command);
    }
    for (FloatBuffer target : batchTargets) {
      if (target.capacity() != parameters) {
        throw new IllegalArgumentException(
            Text.format(
                "Target policy mismatch: expected %d parameters, found %d",
                parameters, target.capacity()));
      }
    }
  }

  /**
   * @throws IllegalArgumentException if {@code command} is not finite as a float
   */
  static void requireFinite(double command) {
    if (!Float.isFinite((float) command)) {
      throw new IllegalArgumentException("A command must be a finite number, found " + command);
    }
  }

  /**
   * @throws IllegalArgumentException if an array is not {@code [rows, parameters]}
   */
  static void requireShape(float[][] array, int rows, int parameters) {
    for (int i = 0; i < Math.max(rows, array.length); i++) {
      if (array.length != rows || array[i].length != parameters) {
        throw new IllegalArgumentException(
            Text.format(
                "Gradient mismatch: expected %d policies of %d parameters, found %d, of %s",
                rows, parameters, array.length, i < array.length ? array[i].length : "none"));
      }
    }
  }

  private void reserve() {
    if (commands.length < size) {
      commands = new float[size];
      copies = new int[size];
      group = new int[size];
      spread = new double[size];
    }
  }

  /**
   * Averages the targets of distinct command {@code g}; calls for different commands may run at
   * once.
   *
   * @param batchTargets what was grouped
   * @param worker that does it
   */
  void average(int g, FloatBuffer[] batchTargets, int worker) {
    spread[g] = 0;
    if (copies[g] == 1) {
      batchTargets[only(g)].get(0, means.get(g));
      return;
    }
    for (int from = 0; from < parameters; from += BLOCK) {
      int count = Math.min(BLOCK, parameters - from);
      spread[g] += averageBlock(g, batchTargets, from, count, blocks[worker]);
    }
  }

  /** Returns which of the batch's targets is the only one of distinct command {@code g}. */
  private int only(int g) {
    int i = 0;
    while (group[i] != g) {
      i++;
    }
    return i;
  }

  /** Averages some weights by Welford's method, which reads each target once. */
  private double averageBlock(
      int g, FloatBuffer[] batchTargets, int from, int count, Blocks blocks) {
    Arrays.fill(blocks.mean, 0f);
    Arrays.fill(blocks.squares, 0f);
    int seen = 0;
    for (int i = 0; i < size; i++) {
      if (group[i] == g) {
        seen++;
        batchTargets[i].get(from, blocks.difference, 0, count);
        Vectors.scaleAndSubtract(blocks.difference, 1f, blocks.mean, count);
        Vectors.addScaled(blocks.mean, 1f / seen, blocks.difference, count);
        Vectors.addScaledSquares(blocks.squares, (seen - 1f) / seen, blocks.difference, count);
      }
    }
    System.arraycopy(blocks.mean, 0, means.get(g), from, count);
    return Vectors.sum(blocks.squares, count);
  }

  /** Returns the number of distinct commands. */
  int distinct() {
    return distinct;
  }

  /** Returns the distinct commands, ascending, at the beginning of an array. */
  float[] commands() {
    return commands;
  }

  /** Returns how often distinct command {@code g} occurs. */
  int copies(int g) {
    return copies[g];
  }

  /** Returns the mean target of distinct command {@code g}, {@code [parameters]}. */
  float[] target(int g) {
    return means.get(g);
  }

  /** Returns d loss / d output for an error of 1 in the output for distinct command {@code g}. */
  float gradientScale(int g) {
    return (float) (2.0 * copies[g] / elements());
  }

  /**
   * Returns the mean squared error over batch and parameters.
   *
   * @param squaredErrors summed over copies and parameters, against the mean targets
   */
  double meanSquaredError(double squaredErrors) {
    double sum = squaredErrors;
    for (int g = 0; g < distinct; g++) {
      sum += spread[g];
    }
    return sum / elements();
  }

  private double elements() {
    return (double) size * parameters;
  }
}

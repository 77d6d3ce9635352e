package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.Text;
import java.util.List;

/** How much memory a generator takes outside the Java heap, known before it is made. */
public final class GeneratorMemory {
  private GeneratorMemory() {}

  /**
   * Returns the bytes that a generator holds once it has made an update: parameters, Adam's two
   * moments, the average, and what the passes of a batch need. OpenBLAS' own buffers come on top.
   *
   * @param batch pairs in the batch of an update
   * @param threads that share the work
   * @param averages 1 where an average of the parameters is kept, 0 where none is
   */
  public static long bytes(HypernetworkShape shape, int batch, int threads, int averages) {
    ParameterLayout layout = ParameterLayout.of(shape);
    List<Integer> hidden = shape.hiddenSizes();
    long secondHidden = hidden.get(Math.min(1, hidden.size() - 1));
    long floats = (3L + averages) * layout.length();
    floats += (long) threads * UpdatePlan.scratchLength(layout);
    floats += threads * Workspace.floats(secondHidden, batch);
    for (ParameterLayout.Group group : layout.networks()) {
      floats += passes(shape, group, batch);
    }
    return floats * Float.BYTES;
  }

  /**
   * Returns the bytes that a {@link ReferenceGenerator} holds once it has made an update.
   *
   * @param batch pairs in the batch of an update; equal commands count
   * @param averages 1 where an average of the parameters is kept, 0 where none is
   */
  public static long referenceBytes(HypernetworkShape shape, int batch, int averages) {
    ParameterLayout layout = ParameterLayout.of(shape);
    long floats = (5L + 2L * averages) * layout.length();
    for (ParameterLayout.Group group : layout.networks()) {
      long samples = (long) batch * group.group().tiles();
      long numbers = shape.embeddingDim() + 1L;
      for (List<ParameterBlock.Affine> network : List.of(group.weightNet(), group.biasNet())) {
        numbers += referenceNumbers(network);
      }
      floats += samples * numbers;
    }
    return floats * Float.BYTES;
  }

  /** Returns what a network keeps for a sample, and its owner of what it emits. */
  private static long referenceNumbers(List<ParameterBlock.Affine> maps) {
    long numbers = 1 + 2L * maps.get(0).inputs() + 2 * emitted(maps);
    for (ParameterBlock.Affine map : maps.subList(1, maps.size())) {
      // Features, their gradient and the derivative of the activation.
      numbers += 3L * map.inputs();
    }
    return numbers;
  }

  /**
   * Makes sure that every array of an update is one that Java can have.
   *
   * @param batch distinct commands in the batch of an update
   * @throws InvalidInputException if one would be larger
   */
  public static void requirePossible(HypernetworkShape shape, int batch) {
    ParameterLayout layout = ParameterLayout.of(shape);
    try {
      List<Integer> hidden = shape.hiddenSizes();
      long largest = Workspace.floats(hidden.get(Math.min(1, hidden.size() - 1)), batch);
      for (ParameterLayout.Group group : layout.networks()) {
        long tiles = group.group().tiles();
        long rows = group.group().grids().stream().mapToLong(TileGrid::tilesOut).sum();
        long weights = Activations.largest(shape, tiles, tiles, emitted(group.weightNet()), batch);
        long biases = Activations.largest(shape, tiles, rows, emitted(group.biasNet()), batch);
        largest = Math.max(largest, Math.max(weights, biases));
      }
      if (largest > NativeMemory.MAX_LENGTH) {
        throw tooLarge(shape, batch, "of " + largest, null);
      }
    } catch (ArithmeticException e) {
      throw tooLarge(shape, batch, Text.format("of more than %d", Long.MAX_VALUE), e);
    }
  }

  private static InvalidInputException tooLarge(
      HypernetworkShape shape, int batch, String numbers, ArithmeticException cause) {
    return new InvalidInputException(
        Text.format(
                "An update with %d distinct commands of a generator with hidden sizes %s and tile"
                    + " %d for",
                batch, shape.hiddenSizes(), shape.tile())
            + Text.format(
                " policies with layers %s needs an array %s numbers, the most is %d: lower",
                shape.policy().layers(), numbers, NativeMemory.MAX_LENGTH)
            + " training.batch-size, generator.hidden-sizes or policy.hidden-sizes",
        cause);
  }

  /** Returns a vector of the generator's parameters in bytes: what a checkpoint has three of. */
  public static long parameterBytes(HypernetworkShape shape) {
    return (long) ParameterLayout.of(shape).length() * Float.BYTES;
  }

  private static long passes(HypernetworkShape shape, ParameterLayout.Group group, int batch) {
    long tiles = group.group().tiles();
    long rows = group.group().grids().stream().mapToLong(TileGrid::tilesOut).sum();
    long inputs = 2 * tiles * (shape.embeddingDim() + 2);
    return inputs
        + Activations.floats(shape, tiles, tiles, emitted(group.weightNet()), batch)
        + Activations.floats(shape, tiles, rows, emitted(group.biasNet()), batch);
  }

  private static long emitted(List<ParameterBlock.Affine> maps) {
    return maps.get(maps.size() - 1).outputs();
  }
}

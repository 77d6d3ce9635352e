package io.github.udrlpg.generator;

import io.github.udrlpg.policy.PolicyShape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A trained generator for executors: the same function of the command as {@link PolicyGenerator},
 * in plain Java and on the heap, so that whoever applies it needs neither ND4J nor natives.
 *
 * <p>It adds in another order than a matrix product does, so weights differ from the trainer's by
 * the rounding of single precision. It is made of arrays and numbers alone, because Spark's Kryo
 * cannot build records. Threads may share it.
 */
public final class PortableGenerator implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] policyLayers;
  private final int[] hiddenSizes;
  private final int embeddingDim;
  private final int tile;
  private final double outputScale;
  private final float[] parameters;
  private transient volatile List<ParameterLayout.Group> networks;

  private PortableGenerator(HypernetworkShape shape, float[] parameters) {
    this.policyLayers = ints(shape.policy().layers());
    this.hiddenSizes = ints(shape.hiddenSizes());
    this.embeddingDim = shape.embeddingDim();
    this.tile = shape.tile();
    this.outputScale =
        shape.scale() instanceof OutputScale.ByFanIn byFanIn ? byFanIn.scale() : Double.NaN;
    this.parameters = parameters;
  }

  /**
   * Creates a generator of some parameters.
   *
   * @param parameters by the names of a {@link GeneratorState}; they are copied
   * @throws io.github.udrlpg.InvalidInputException if they belong to another shape
   */
  public static PortableGenerator of(HypernetworkShape shape, Map<String, float[]> parameters) {
    return new PortableGenerator(
        shape, ParameterLayout.of(shape).toVector(parameters, "parameter"));
  }

  /** Returns the generator's sizes. */
  public HypernetworkShape shape() {
    return new HypernetworkShape(
        new PolicyShape(integers(policyLayers)),
        integers(hiddenSizes),
        embeddingDim,
        tile,
        Double.isNaN(outputScale) ? OutputScale.none() : OutputScale.byFanIn(outputScale));
  }

  /** Returns a copy of the parameters by the names of a {@link GeneratorState}. */
  public Map<String, float[]> parameters() {
    return ParameterLayout.of(shape()).toNamed(parameters);
  }

  /** Returns the number of weights of a policy. */
  public int parameterCount() {
    return new PolicyShape(integers(policyLayers)).parameterCount();
  }

  /**
   * Returns the policy for a command.
   *
   * @return {@code [parameters]}, in the flat layout of the policy's shape
   * @throws IllegalArgumentException if the command is not finite
   */
  public float[] generate(double command) {
    CommandBatch.requireFinite(command);
    float[] policy = new float[parameterCount()];
    for (ParameterLayout.Group group : networks()) {
      for (int layer = 0; layer < group.group().grids().size(); layer++) {
        TileGrid grid = group.group().grids().get(layer);
        ParameterBlock.Embeddings embeddings = group.embeddings().get(layer);
        for (int row = 0; row < grid.tilesOut(); row++) {
          emitRow(group, grid, embeddings, row, (float) command, policy);
        }
      }
    }
    return policy;
  }

  /** Emits the tiles that feed the same outputs; their biases are averaged. */
  private void emitRow(
      ParameterLayout.Group group,
      TileGrid grid,
      ParameterBlock.Embeddings embeddings,
      int row,
      float command,
      float[] policy) {
    float[] biases = new float[grid.tileOutputs()];
    for (int i = 0; i < grid.tilesIn(); i++) {
      int tileIndex = row * grid.tilesIn() + i;
      int from = embeddings.offset() + tileIndex * embeddingDim;
      float[] input = Arrays.copyOfRange(parameters, from, from + embeddingDim + 1);
      input[embeddingDim] = command;
      float[] weights = forward(group.weightNet(), input);
      Vectors.scale(weights, grid.factor(), weights.length);
      grid.weights(tileIndex).scatter(weights, policy);
      Vectors.addScaled(
          biases, grid.factor() / grid.tilesIn(), forward(group.biasNet(), input), biases.length);
    }
    grid.biases(row).scatter(biases, policy);
  }

  private float[] forward(List<ParameterBlock.Affine> maps, float[] input) {
    float[] activations = input;
    for (int k = 0; k < maps.size(); k++) {
      ParameterBlock.Affine map = maps.get(k);
      int bias = map.place(map.inputs(), 0);
      float[] outputs = Arrays.copyOfRange(parameters, bias, bias + map.outputs());
      for (int i = 0; i < map.inputs(); i++) {
        // About half of what ReLU gives is zero.
        if (activations[i] != 0) {
          addColumn(outputs, activations[i], parameters, map.place(i, 0));
        }
      }
      if (k + 1 < maps.size()) {
        Vectors.rectify(outputs, outputs.length);
      }
      activations = outputs;
    }
    return activations;
  }

  /** {@code y ← y + a x}, x from an offset on: of a contiguous run Java makes vector code. */
  private static void addColumn(float[] y, float a, float[] x, int offset) {
    for (int i = 0; i < y.length; i++) {
      y[i] += a * x[offset + i];
    }
  }

  private List<ParameterLayout.Group> networks() {
    if (networks == null) {
      networks = ParameterLayout.of(shape()).networks();
    }
    return networks;
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> integers(int[] values) {
    return IntStream.of(values).boxed().toList();
  }
}

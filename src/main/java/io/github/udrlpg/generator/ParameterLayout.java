package io.github.udrlpg.generator;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.text.NearestName;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Which parameters a generator has and where they stand in its parameter vector.
 *
 * @param networks of each group
 * @param length of the vector
 */
record ParameterLayout(List<Group> networks, int length) {

  /**
   * The parameters of one group's pair of networks.
   *
   * @param group the policy layers they emit
   * @param embeddings of each layer; they stand one after the other
   * @param weightNet affine maps of the network that emits weights
   * @param biasNet affine maps of the network that emits biases
   */
  record Group(
      TileGroup group,
      List<ParameterBlock.Embeddings> embeddings,
      List<ParameterBlock.Affine> weightNet,
      List<ParameterBlock.Affine> biasNet) {

    /** Returns the affine maps of both networks. */
    List<ParameterBlock.Affine> affineMaps() {
      return Stream.concat(weightNet.stream(), biasNet.stream()).toList();
    }

    /** Returns the most features of any layer, inputs included. */
    int widest() {
      return affineMaps().stream()
          .mapToInt(map -> Math.max(map.inputs() + 1, map.outputs()))
          .max()
          .orElseThrow();
    }

    private List<ParameterBlock> blocks() {
      List<ParameterBlock> blocks = new ArrayList<>(embeddings);
      blocks.addAll(affineMaps());
      return blocks;
    }
  }

  /**
   * Lays out the parameters of a shape.
   *
   * @throws InvalidInputException if they do not fit into one array
   */
  static ParameterLayout of(HypernetworkShape shape) {
    try {
      ParameterLayout layout = layOut(shape);
      if (layout.length() <= NativeMemory.MAX_LENGTH) {
        return layout;
      }
    } catch (ArithmeticException e) {
      throw tooLarge(shape, e);
    }
    throw tooLarge(shape, null);
  }

  private static InvalidInputException tooLarge(HypernetworkShape shape, Throwable cause) {
    return new InvalidInputException(
        Text.format(
            "A generator with hidden sizes %s and tile %d has more than %d parameters: make it"
                + " smaller",
            shape.hiddenSizes(), shape.tile(), NativeMemory.MAX_LENGTH),
        cause);
  }

  private static ParameterLayout layOut(HypernetworkShape shape) {
    List<Group> networks = new ArrayList<>();
    int offset = 0;
    for (TileGroup group : TileGroup.of(shape)) {
      List<ParameterBlock.Embeddings> embeddings = new ArrayList<>();
      for (int i = 0; i < group.grids().size(); i++) {
        TileGrid grid = group.grids().get(i);
        embeddings.add(
            new ParameterBlock.Embeddings(
                group.embeddingNames().get(i),
                offset,
                grid.tilesIn(),
                grid.tilesOut(),
                shape.embeddingDim()));
        offset = after(embeddings);
      }
      TileGrid grid = group.grids().get(0);
      List<ParameterBlock.Affine> weightNet =
          network(
              shape,
              group.name() + ".net_w",
              offset,
              Math.multiplyExact(grid.tileInputs(), grid.tileOutputs()));
      offset = after(weightNet);
      List<ParameterBlock.Affine> biasNet =
          network(shape, group.name() + ".net_b", offset, grid.tileOutputs());
      offset = after(biasNet);
      networks.add(new Group(group, embeddings, weightNet, biasNet));
    }
    return new ParameterLayout(List.copyOf(networks), offset);
  }

  private static List<ParameterBlock.Affine> network(
      HypernetworkShape shape, String name, int from, int emitted) {
    List<Integer> sizes = new ArrayList<>();
    sizes.add(Math.addExact(shape.embeddingDim(), 1));
    sizes.addAll(shape.hiddenSizes());
    sizes.add(emitted);
    List<ParameterBlock.Affine> maps = new ArrayList<>();
    int offset = from;
    for (int i = 0; i + 1 < sizes.size(); i++) {
      // PyTorch numbers a Sequential's modules, and the activations between count.
      maps.add(
          new ParameterBlock.Affine(name + "." + 2 * i, offset, sizes.get(i), sizes.get(i + 1)));
      offset = after(maps);
    }
    return maps;
  }

  private static int after(List<? extends ParameterBlock> blocks) {
    ParameterBlock last = blocks.get(blocks.size() - 1);
    return Math.addExact(last.offset(), last.length());
  }

  private List<ParameterBlock> blocks() {
    return networks.stream().flatMap(network -> network.blocks().stream()).toList();
  }

  /**
   * Draws a parameter vector: embeddings from N(0, 1), weights and biases of affine maps uniformly
   * from ±1/√inputs, which is PyTorch's default for linear layers.
   */
  float[] draw(UniformRandomProvider random) {
    float[] vector = new float[length];
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    for (ParameterBlock block : blocks()) {
      if (block instanceof ParameterBlock.Affine map) {
        double bound = 1 / Math.sqrt(map.inputs());
        for (int output = 0; output < map.outputs(); output++) {
          for (int input = 0; input <= map.inputs(); input++) {
            vector[map.place(input, output)] = (float) (bound * (2 * random.nextDouble() - 1));
          }
        }
      } else {
        for (int i = block.offset(); i < block.offset() + block.length(); i++) {
          vector[i] = (float) normal.sample();
        }
      }
    }
    return vector;
  }

  /** Returns the numbers of a parameter vector by name. */
  Map<String, float[]> toNamed(float[] vector) {
    Map<String, float[]> named = new LinkedHashMap<>();
    blocks().forEach(block -> block.export(vector, named));
    return named;
  }

  /**
   * Returns the parameter vector of named numbers.
   *
   * @param what they are, for messages
   * @throws InvalidInputException if a name is missing, unknown, or of another length
   */
  float[] toVector(Map<String, float[]> named, String what) {
    float[] vector = new float[length];
    Set<String> known = toNamed(vector).keySet();
    for (String name : named.keySet()) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            Text.format(
                "Generator state has an unknown %s '%s': it belongs to a generator of another"
                    + " shape.%s",
                what, name, NearestName.hint(name, known)));
      }
    }
    blocks()
        .forEach(block -> block.collect((name, count) -> read(named, what, name, count), vector));
    return vector;
  }

  private static float[] read(Map<String, float[]> named, String what, String name, int expected) {
    float[] values = named.get(name);
    if (values == null) {
      throw new InvalidInputException(
          Text.format("Generator state lacks the %s of '%s'", what, name));
    }
    if (values.length != expected) {
      throw new InvalidInputException(
          Text.format(
              "Generator state mismatch: expected %d values of %s '%s', found %d",
              expected, what, name, values.length));
    }
    return values;
  }
}

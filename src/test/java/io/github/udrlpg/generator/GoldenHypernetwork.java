package io.github.udrlpg.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.nn.AdamSettings;
import io.github.udrlpg.policy.PolicyShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One file of the golden data about hypernetworks, in double precision. */
final class GoldenHypernetwork {
  private final JsonNode root;

  private GoldenHypernetwork(JsonNode root) {
    this.root = root;
  }

  static GoldenHypernetwork read(String file) {
    try {
      Path path = Path.of(System.getProperty("golden.dir"), file);
      return new GoldenHypernetwork(new ObjectMapper().readTree(path.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read golden data " + file, e);
    }
  }

  HypernetworkShape shape() {
    return new HypernetworkShape(
        new PolicyShape(integers("policy_layers")),
        integers("hidden"),
        root.get("embedding_dim").intValue(),
        root.get("features_per_embedding").intValue(),
        root.get("scale_layer_out").booleanValue()
            ? OutputScale.byFanIn(root.get("scale_parameter").doubleValue())
            : OutputScale.none());
  }

  AdamSettings adam() {
    JsonNode adam = root.get("adam");
    return new AdamSettings(
        root.get("learning_rate").doubleValue(),
        adam.get("beta1").doubleValue(),
        adam.get("beta2").doubleValue(),
        adam.get("eps").doubleValue());
  }

  double[] commands() {
    return flat(root.get("commands"));
  }

  double[] losses() {
    return flat(root.get("losses_before_each_step"));
  }

  /** Returns a field of shape {@code [commands, parameters]}. */
  double[][] policies(String field) {
    double[][] rows = new double[root.get(field).size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = flat(root.get(field).get(i));
    }
    return rows;
  }

  /** Returns a field of arrays by name, each flattened row-major. */
  Map<String, double[]> named(String field) {
    Map<String, double[]> named = new LinkedHashMap<>();
    root.get(field).properties().forEach(e -> named.put(e.getKey(), flat(e.getValue())));
    return named;
  }

  GeneratorState state() {
    Map<String, float[]> parameters = floats(named("parameters"));
    Map<String, float[]> zeros = new LinkedHashMap<>();
    parameters.forEach((name, values) -> zeros.put(name, new float[values.length]));
    return new GeneratorState(0, parameters, zeros, zeros);
  }

  static Map<String, float[]> floats(Map<String, double[]> named) {
    Map<String, float[]> floats = new LinkedHashMap<>();
    named.forEach((name, values) -> floats.put(name, floats(values)));
    return floats;
  }

  static float[][] floats(double[][] rows) {
    float[][] floats = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      floats[i] = floats(rows[i]);
    }
    return floats;
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private List<Integer> integers(String field) {
    List<Integer> values = new ArrayList<>();
    root.get(field).forEach(value -> values.add(value.intValue()));
    return values;
  }

  private static double[] flat(JsonNode node) {
    List<Double> values = new ArrayList<>();
    collect(node, values);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> values) {
    if (node.isArray()) {
      node.forEach(element -> collect(element, values));
    } else {
      values.add(node.doubleValue());
    }
  }
}

package io.github.udrlpg.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.checkpoint.Checkpoint;
import io.github.udrlpg.checkpoint.CheckpointStore;
import io.github.udrlpg.generator.HypernetworkShape;
import io.github.udrlpg.generator.OutputScale;
import io.github.udrlpg.generator.PortableGenerator;
import io.github.udrlpg.harness.Calibration;
import io.github.udrlpg.policy.ObservationNormalizer;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The generator of a stored model: data only, with a checksum, as a run's checkpoints. */
final class ModelFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;
  private static final String PARAMETER = "generator.parameter.";
  private static final String MEAN = "observations.mean";
  private static final String DEVIATION = "observations.deviation";
  private static final String COMMANDS = "calibration.command";
  private static final String RETURNS = "calibration.scaled_return";

  private ModelFile() {}

  private static CheckpointStore store(Configuration hadoop, String path) throws IOException {
    return new CheckpointStore(hadoop, new Path(UserPath.of(hadoop, path), "data"), 1);
  }

  static void save(Configuration hadoop, String path, PolicyGeneratorModel model)
      throws IOException {
    PortableGenerator generator = model.generator();
    Map<String, Object> arrays = new LinkedHashMap<>();
    generator.parameters().forEach((name, values) -> arrays.put(PARAMETER + name, values));
    model
        .normalizer()
        .ifPresent(
            normalizer -> {
              arrays.put(MEAN, normalizer.mean());
              arrays.put(DEVIATION, normalizer.deviation());
            });
    model
        .calibration()
        .ifPresent(
            calibration -> {
              arrays.put(COMMANDS, doubles(calibration.commands()));
              arrays.put(RETURNS, doubles(calibration.returns()));
            });
    store(hadoop, path)
        .save(new Checkpoint(0, arrays, scalars(generator.shape(), model.isRestated()).toString()));
  }

  private static ObjectNode scalars(HypernetworkShape shape, boolean restated) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    put(json.putArray("policy_layers"), shape.policy().layers());
    put(json.putArray("hidden_sizes"), shape.hiddenSizes());
    json.put("embedding_dim", shape.embeddingDim());
    json.put("tile", shape.tile());
    if (shape.scale() instanceof OutputScale.ByFanIn byFanIn) {
      JsonNumbers.put(json, "output_scale", byFanIn.scale());
    }
    json.put("restated", restated);
    return json;
  }

  static PolicyGeneratorModel load(Configuration hadoop, String path, PolicyGeneratorModel model)
      throws IOException {
    Checkpoint stored =
        store(hadoop, path)
            .loadNewest(warning -> {})
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        Text.format(
                            "There is no generator in %s: the model was not written to its end",
                            path)));
    JsonNode scalars = JSON.readTree(stored.scalars());
    if (scalars.path("version").asInt() != VERSION) {
      throw new InvalidInputException(
          Text.format(
              "The model in %s has format version %s, this program reads version %d",
              path, scalars.path("version").asText(), VERSION));
    }
    Map<String, float[]> parameters = new LinkedHashMap<>();
    stored
        .arrays()
        .forEach(
            (name, values) -> {
              if (name.startsWith(PARAMETER)) {
                parameters.put(name.substring(PARAMETER.length()), (float[]) values);
              }
            });
    // Models from before there were calibrations have none.
    if (stored.arrays().containsKey(COMMANDS)) {
      model.setCalibration(
          new Calibration(list(stored.arrays().get(COMMANDS)), list(stored.arrays().get(RETURNS))));
    }
    double[] mean = (double[]) stored.arrays().get(MEAN);
    return model.with(
        PortableGenerator.of(shape(scalars), parameters),
        mean == null
            ? null
            : ObservationNormalizer.of(mean, (double[]) stored.arrays().get(DEVIATION)),
        scalars.path("restated").asBoolean());
  }

  private static HypernetworkShape shape(JsonNode scalars) {
    return new HypernetworkShape(
        new PolicyShape(integers(scalars.path("policy_layers"))),
        integers(scalars.path("hidden_sizes")),
        scalars.path("embedding_dim").asInt(),
        scalars.path("tile").asInt(),
        scalars.has("output_scale")
            ? OutputScale.byFanIn(scalars.get("output_scale").asDouble())
            : OutputScale.none());
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> list(Object array) {
    return DoubleStream.of((double[]) array).boxed().toList();
  }

  private static void put(ArrayNode array, List<Integer> values) {
    values.forEach(value -> array.add(value.intValue()));
  }

  private static List<Integer> integers(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asInt()));
    return values;
  }
}

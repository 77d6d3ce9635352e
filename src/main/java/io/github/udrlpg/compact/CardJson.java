package io.github.udrlpg.compact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.policy.PolicyShape;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyColumn;
import io.github.udrlpg.text.JsonNumbers;
import java.util.Locale;
import java.util.TreeMap;

/** The card for programs. */
final class CardJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FORMAT = 1;

  private CardJson() {}

  static String of(Card card) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT);
    json.put("created", card.created().toString());
    json.put("method", "Upside Down Reinforcement Learning with Policy Generators");
    json.put("paper", "https://arxiv.org/abs/2501.16288");
    ObjectNode versions = json.putObject("compacted_with");
    new TreeMap<>(card.versions()).forEach(versions::put);
    json.put("policies", card.policies());
    json.put("bytes", card.bytes());
    json.put("partition_buckets", card.partitionBuckets());
    json.put("compression", card.compression().name().toLowerCase(Locale.ROOT));
    putSchema(json.putObject("schema"));
    ArrayNode runs = json.putArray("runs");
    card.runs().forEach(run -> runs.add(of(run)));
    ArrayNode buckets = json.putArray("buckets");
    for (Card.Bucket bucket : card.buckets()) {
      buckets
          .addObject()
          .put("return_bucket", bucket.bucket())
          .put("policies", bucket.policies())
          .put("files", bucket.files())
          .put("bytes", bucket.bytes());
    }
    ArrayNode files = json.putArray("files");
    for (DataFile file : card.files()) {
      files
          .addObject()
          .put("path", file.path())
          .put("policies", file.rows())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    return json.toPrettyString() + "\n";
  }

  private static void putSchema(ObjectNode schema) {
    schema.put("version", PolicyColumn.SCHEMA_VERSION);
    ArrayNode columns = schema.putArray("columns");
    for (PolicyColumn column : PolicyColumn.all()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("type", column.type())
          .put("unit", column.unit())
          .put("meaning", column.meaning());
    }
  }

  private static ObjectNode of(RunCard run) {
    RunCounts counts = run.counts();
    ObjectNode json = JSON.createObjectNode();
    json.put("run", run.id());
    json.put("directory", run.directory());
    json.put("environment", run.environment());
    json.put("seed", run.seed());
    json.put("finished", run.finished());
    json.put("iterations", run.iterations());
    json.put("last_iteration", run.lastIteration());
    json.put("policies", counts.policies());
    json.put("initialised_policies", counts.initialised());
    json.put("episodes", counts.episodes());
    json.put("environment_steps", counts.environmentSteps());
    json.put("diverged_episodes", counts.divergedEpisodes());
    putRange(json, "mean_return", counts.lowestReturn(), counts.highestReturn());
    putRange(json, "scaled_return", counts.lowestScaledReturn(), counts.highestScaledReturn());
    ObjectNode returns = json.putObject("returns");
    JsonNumbers.put(returns, "min", run.returns().min());
    JsonNumbers.put(returns, "max", run.returns().max());
    returns.put("survival_bonus", run.returns().survivalBonus().name().toLowerCase(Locale.ROOT));
    run.shape().ifPresent(shape -> put(json.putObject("policy_network"), shape));
    json.set("begun_with", run.manifest());
    return json;
  }

  private static void putRange(ObjectNode json, String name, double min, double max) {
    JsonNumbers.put(JsonNumbers.put(json.putObject(name), "min", min), "max", max);
  }

  private static void put(ObjectNode json, PolicyShape shape) {
    ArrayNode layers = json.putArray("layers");
    shape.layers().forEach(layers::add);
    json.put("weights", shape.parameterCount());
    ArrayNode maps = json.putArray("affine_maps");
    for (int layer = 0; layer < shape.depth(); layer++) {
      ObjectNode map = maps.addObject();
      map.put("weight_offset", shape.weightOffset(layer));
      map.putArray("weight_shape").add(shape.outputs(layer)).add(shape.inputs(layer));
      map.put("bias_offset", shape.biasOffset(layer));
      map.put("bias_length", shape.outputs(layer));
    }
  }
}

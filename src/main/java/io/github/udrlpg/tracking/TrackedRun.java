package io.github.udrlpg.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What an MLflow server is told of a run before its first iteration.
 *
 * @param name the run's identifier
 * @param hadoop how its directory is reached
 * @param directory the run's directory
 * @param parameters what it is made with, by name
 * @param tags what else is to be said of it; with {@code mlflow.parentRunId} it stands below
 *     another one
 */
public record TrackedRun(
    String name,
    Configuration hadoop,
    Path directory,
    Map<String, String> parameters,
    Map<String, String> tags) {

  /** Copies the maps. */
  public TrackedRun {
    parameters = new LinkedHashMap<>(parameters);
    tags = new LinkedHashMap<>(tags);
  }

  /**
   * Returns every key of a configuration with its value as text, but for those of tracking itself.
   *
   * @param config groups of keys, as {@code run.json} has them
   */
  public static Map<String, String> parameters(JsonNode config) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> group : config.properties()) {
      if (!group.getKey().equals("tracking")) {
        for (Map.Entry<String, JsonNode> key : group.getValue().properties()) {
          parameters.put(group.getKey() + "." + key.getKey(), text(key.getValue()));
        }
      }
    }
    return parameters;
  }

  /** Returns a value as text without quotation marks around it. */
  public static String text(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }
}

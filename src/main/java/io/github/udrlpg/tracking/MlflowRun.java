package io.github.udrlpg.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.tracking.MlflowClient.RefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** A run of ours as a run of an MLflow server: the calls, one after the other, in one thread. */
final class MlflowRun {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The longest value of a parameter or tag that every MLflow server takes. */
  private static final int LONGEST = 500;

  /** MLflow's greatest number of parameters in a call. */
  private static final int PARAMETERS_PER_CALL = 100;

  private final MlflowClient client;
  private final String server;
  private final String experiment;
  private final TrackedRun run;
  private final Path note;
  private String id = "";
  private String artifacts = "";

  MlflowRun(MlflowClient client, String server, String experiment, TrackedRun run) {
    this.client = client;
    this.server = server;
    this.experiment = experiment;
    this.run = run;
    this.note = new Path(run.directory(), "tracking.json");
  }

  /** Goes on with the MLflow run that the run's directory names, or begins one and notes it. */
  void open() throws IOException, InterruptedException {
    Optional<JsonNode> before = noted();
    if (before.isPresent() && reopen(before.get().path("run_id").asText())) {
      return;
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("experiment_id", experimentId());
    body.put("run_name", run.name());
    body.put("start_time", System.currentTimeMillis());
    pairs(body.putArray("tags"), run.tags());
    take(client.post("runs/create", body).path("run"));
    ObjectNode content = JSON.createObjectNode();
    content.put("server", server).put("experiment", experiment).put("run_id", id);
    AtomicFiles.replace(
        run.hadoop(), note, content.toPrettyString().getBytes(StandardCharsets.UTF_8));
    logParameters();
  }

  /** Returns what the directory says of an MLflow run on this server, in this experiment. */
  private Optional<JsonNode> noted() throws IOException {
    try {
      JsonNode found = JSON.readTree(AtomicFiles.read(run.hadoop(), note));
      return found.path("server").asText().equals(server)
              && found.path("experiment").asText().equals(experiment)
          ? Optional.of(found)
          : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private boolean reopen(String known) throws IOException, InterruptedException {
    try {
      JsonNode found = client.get("runs/get?run_id=" + encode(known)).path("run");
      if (!found.path("info").path("lifecycle_stage").asText().equals("active")) {
        return false;
      }
      take(found);
      ObjectNode body = JSON.createObjectNode();
      client.post("runs/update", body.put("run_id", id).put("status", "RUNNING"));
      // Parameters cannot change there, and those that may change here are told as tags.
      body = JSON.createObjectNode();
      body.put("run_id", id);
      pairs(body.putArray("tags"), run.tags());
      client.post("runs/log-batch", body);
      return true;
    } catch (RefusedException e) {
      if (e.code().equals("RESOURCE_DOES_NOT_EXIST")) {
        return false;
      }
      throw e;
    }
  }

  private void take(JsonNode found) {
    id = found.path("info").path("run_id").asText();
    artifacts = found.path("info").path("artifact_uri").asText();
  }

  private String experimentId() throws IOException, InterruptedException {
    try {
      return client
          .get("experiments/get-by-name?experiment_name=" + encode(experiment))
          .at("/experiment/experiment_id")
          .asText();
    } catch (RefusedException e) {
      if (!e.code().equals("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
    }
    try {
      ObjectNode body = JSON.createObjectNode().put("name", experiment);
      return client.post("experiments/create", body).path("experiment_id").asText();
    } catch (RefusedException e) {
      // Runs that begin side by side all want to create it.
      if (e.code().equals("RESOURCE_ALREADY_EXISTS")) {
        return client
            .get("experiments/get-by-name?experiment_name=" + encode(experiment))
            .at("/experiment/experiment_id")
            .asText();
      }
      throw e;
    }
  }

  private void logParameters() throws IOException, InterruptedException {
    List<Map.Entry<String, String>> all = List.copyOf(run.parameters().entrySet());
    for (int begin = 0; begin < all.size(); begin += PARAMETERS_PER_CALL) {
      ObjectNode body = JSON.createObjectNode().put("run_id", id);
      ArrayNode params = body.putArray("params");
      all.subList(begin, Math.min(all.size(), begin + PARAMETERS_PER_CALL))
          .forEach(entry -> pair(params, entry.getKey(), entry.getValue()));
      client.post("runs/log-batch", body);
    }
  }

  /** Returns the server's identifier of the run. */
  String id() {
    return id;
  }

  /** Tells of values of metrics, at most 1000. */
  void log(List<Point> points) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("run_id", id);
    ArrayNode metrics = body.putArray("metrics");
    for (Point point : points) {
      JsonNumbers.put(metrics.addObject().put("key", point.key()), "value", point.value())
          .put("timestamp", point.timestampMillis())
          .put("step", point.step());
    }
    client.post("runs/log-batch", body);
  }

  /**
   * Returns where the server takes files of this run, or nothing where it leaves them to its
   * clients, which would need access to its storage.
   */
  Optional<String> artifactRoot() {
    URI uri = URI.create(artifacts);
    return "mlflow-artifacts".equals(uri.getScheme())
        ? Optional.of(uri.getRawPath().substring(1))
        : Optional.empty();
  }

  /** Stores a file of the run. */
  void upload(String root, String name, byte[] content) throws IOException, InterruptedException {
    client.upload(root + "/" + name, content);
  }

  /** Ends the run, as {@code FINISHED} or {@code FAILED}. */
  void end(String status) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("run_id", id).put("status", status);
    client.post("runs/update", body.put("end_time", System.currentTimeMillis()));
  }

  private static void pairs(ArrayNode array, Map<String, String> pairs) {
    pairs.forEach((key, value) -> pair(array, key, value));
  }

  private static void pair(ArrayNode array, String key, String value) {
    array
        .addObject()
        .put("key", key)
        .put("value", value.length() > LONGEST ? value.substring(0, LONGEST) : value);
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

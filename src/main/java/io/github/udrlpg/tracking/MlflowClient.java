package io.github.udrlpg.tracking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Calls to an MLflow server, version 2.0 of its REST interface. */
final class MlflowClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int TOO_MANY_REQUESTS = 429;

  /** Of HTTP 2 only the attempt would be seen, in warnings of the server. */
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private final String server;
  private final Optional<String> authorization;

  /** The server answered that it will not do what it was asked for. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedException(String code, String message) {
      super(message);
      this.code = code;
    }

    /** Returns MLflow's name of the error, such as {@code RESOURCE_DOES_NOT_EXIST}. */
    String code() {
      return code;
    }
  }

  /**
   * Creates a client.
   *
   * @param server its address, such as {@code http://mlflow:5000}
   * @param environment may hold the credentials, in the variables of MLflow's own clients
   */
  MlflowClient(String server, Map<String, String> environment) {
    this.server = server.replaceAll("/+$", "");
    this.authorization = authorization(environment);
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    if (!user.isEmpty()) {
      String pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
    return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
  }

  /**
   * Asks for something.
   *
   * @param call what, with its query, such as {@code runs/get?run_id=1}
   * @throws RefusedException if the server will not answer; asking again is no use
   * @throws IOException if it could not be asked, or failed
   */
  JsonNode get(String call) throws IOException, InterruptedException {
    return send(request("/api/2.0/mlflow/" + call).GET());
  }

  /**
   * Tells the server something.
   *
   * @param call what, such as {@code runs/log-batch}
   * @throws RefusedException if the server will not have it; telling it again is no use
   * @throws IOException if it could not be told, or failed
   */
  JsonNode post(String call, ObjectNode body) throws IOException, InterruptedException {
    return send(
        request("/api/2.0/mlflow/" + call)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /**
   * Stores a file through the server's own access to its artifacts.
   *
   * @param path below the root of all artifacts
   */
  void upload(String path, byte[] content) throws IOException, InterruptedException {
    send(
        request("/api/2.0/mlflow-artifacts/artifacts/" + path)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request.timeout(TIMEOUT);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    int status = response.statusCode();
    if (status >= 200 && status < 300) {
      return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }
    JsonNode error = parse(response.body());
    String message =
        Text.format(
                "MLflow answered %d %s %s",
                status, error.path("error_code").asText(), error.path("message").asText())
            .strip();
    if (status >= 500 || status == TOO_MANY_REQUESTS) {
      throw new IOException(message);
    }
    throw new RefusedException(error.path("error_code").asText(), message);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // Proxies answer in HTML.
      return JSON.createObjectNode();
    }
  }
}

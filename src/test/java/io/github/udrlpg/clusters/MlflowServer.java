package io.github.udrlpg.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real MLflow server on this machine: the program of {@code -Dmlflow.bin=FILE}, or one that is
 * installed below target/ once.
 */
final class MlflowServer implements AutoCloseable {
  private static final String VERSION = "3.17.2";
  private static final Duration LONGEST_START = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final String address;

  private MlflowServer(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts a server that keeps everything in a directory. */
  static MlflowServer start(Path directory, int port) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Process process =
        new ProcessBuilder(
                program().toString(),
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--workers",
                "1",
                "--backend-store-uri",
                "sqlite:///" + directory.resolve("mlflow.db").toAbsolutePath(),
                "--artifacts-destination",
                directory.resolve("artifacts").toAbsolutePath().toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("server.log").toFile())
            .start();
    MlflowServer server = new MlflowServer(process, "http://127.0.0.1:" + port);
    Instant end = Instant.now().plus(LONGEST_START);
    while (!server.answers()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        server.close();
        throw new IllegalStateException(
            "MLflow does not start: " + Files.readString(directory.resolve("server.log")));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    return server;
  }

  private static Path program() throws IOException, InterruptedException {
    String given = System.getProperty("mlflow.bin", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    Path environment = Path.of("target", "mlflow-" + VERSION).toAbsolutePath();
    Path done = environment.resolve("installed");
    if (!Files.exists(done)) {
      run("python3", "-m", "venv", environment.toString());
      run(environment + "/bin/python", "-m", "pip", "install", "-q", "mlflow==" + VERSION);
      Files.createFile(done);
    }
    return environment.resolve("bin/mlflow");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException(String.join(" ", command) + " ended with " + exitCode);
    }
  }

  String address() {
    return address;
  }

  private boolean answers() throws InterruptedException {
    try {
      return http.send(request("/health"), BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).build();
  }

  /** Asks the server itself. */
  JsonNode get(String call) throws IOException, InterruptedException {
    return JSON.readTree(text("/api/2.0/mlflow/" + call));
  }

  /** Returns a file of a run. */
  String artifact(JsonNode run, String name) throws IOException, InterruptedException {
    String root = URI.create(run.at("/info/artifact_uri").asText()).getPath();
    return text("/api/2.0/mlflow-artifacts/artifacts" + root + "/" + name);
  }

  private String text(String path) throws IOException, InterruptedException {
    return http.send(request(path), BodyHandlers.ofString()).body();
  }

  /** Returns all runs of an experiment. */
  List<JsonNode> runs(String experiment) throws IOException, InterruptedException {
    String id =
        get("experiments/get-by-name?experiment_name=" + experiment)
            .at("/experiment/experiment_id")
            .asText();
    HttpRequest search =
        HttpRequest.newBuilder(URI.create(address + "/api/2.0/mlflow/runs/search"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Text.format("{\"experiment_ids\": [\"%s\"]}", id)))
            .build();
    JsonNode found = JSON.readTree(http.send(search, BodyHandlers.ofString()).body());
    return list(found.path("runs"));
  }

  /** Returns the history of a metric of a run, in order of steps. */
  List<JsonNode> history(JsonNode run, String metric) throws IOException, InterruptedException {
    return list(
        get(Text.format(
                "metrics/get-history?run_id=%s&metric_key=%s",
                run.at("/info/run_id").asText(), metric))
            .path("metrics"));
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);
    return nodes;
  }

  /** The server is a process that starts others. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}

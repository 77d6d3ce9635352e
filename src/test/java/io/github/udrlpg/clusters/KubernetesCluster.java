package io.github.udrlpg.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A real Kubernetes of one node, in namespaces of its own, which {@code
 * src/test/kubernetes/cluster.sh} makes out of what {@code build.sh} built.
 */
final class KubernetesCluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(6);
  private static final Path SCRIPTS = Path.of("src", "test", "kubernetes").toAbsolutePath();

  private final Path directory;
  private final Process script;
  private final long insider;
  private int logs;

  private KubernetesCluster(Path directory, Process script, long insider) {
    this.directory = directory;
    this.script = script;
    this.insider = insider;
  }

  /**
   * Starts a cluster; it ends with this process at the latest.
   *
   * @param binaries where build.sh put what it built
   * @param directory of everything that the cluster keeps on disk
   */
  static KubernetesCluster start(Path binaries, Path directory) throws IOException {
    Path log = directory.resolve("cluster.log");
    Path ready = directory.resolve("ready");
    // Runs until this process closes its end of the pipe.
    Process script =
        new ProcessBuilder(
                SCRIPTS.resolve("cluster.sh").toString(),
                binaries.toString(),
                directory.toString(),
                "sh",
                "-c",
                Text.format("touch %s; exec cat", ready))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await(START, "a cluster", () -> Files.exists(ready) || !script.isAlive());
      if (!script.isAlive()) {
        throw new IOException("The cluster does not start: " + Files.readString(log));
      }
      // Below the script and "unshare".
      long insider =
          script.children().flatMap(ProcessHandle::children).findFirst().orElseThrow().pid();
      return new KubernetesCluster(directory, script, insider);
    } catch (IOException e) {
      script.destroyForcibly();
      throw e;
    }
  }

  /** Starts a command in the cluster's network, as the cluster's administrator. */
  JobProcess start(Map<String, String> environment, List<String> command) throws IOException {
    List<String> inside = new ArrayList<>();
    inside.addAll(List.of("nsenter", "-t", Long.toString(insider), "-m", "-n", "-p"));
    // A path relative to this directory stays one.
    inside.addAll(List.of("env", "-C", Path.of("").toAbsolutePath().toString()));
    inside.add("KUBECONFIG=" + directory.resolve("admin.kubeconfig"));
    environment.forEach((name, value) -> inside.add(name + "=" + value));
    inside.addAll(command);
    logs++;
    return JobProcess.start(inside, directory.resolve(Text.format("command-%d.log", logs)));
  }

  /** Creates what a file describes; unknown keys fail. */
  void apply(Path file) throws IOException {
    kubectl("apply", "--server-side", "--validate=strict", "-f", file.toAbsolutePath().toString());
  }

  /** Returns a configuration for clients that act as a service account. */
  Path kubeconfig(String account) throws IOException {
    Path file = directory.resolve(account + ".kubeconfig");
    String token = kubectl("-n", "udrlpg", "create", "token", account, "--duration=2h").strip();
    return Files.writeString(
        file,
        Text.format(
            """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: account}}]
            clusters:
              - {name: test, cluster: {server: "https://10.96.0.1", certificate-authority: %s/pki/ca.crt}}
            users: [{name: account, user: {token: %s}}]
            """,
            directory, token));
  }

  /** Runs kubectl and returns what it prints. */
  String kubectl(String... arguments) throws IOException {
    try (JobProcess process = start(Map.of(), command(arguments))) {
      if (process.exitCode() != 0) {
        throw new IOException("kubectl failed: " + process.log());
      }
      return process.log();
    }
  }

  /** Runs kubectl, which has to fail, and returns what it says. */
  String refused(String... arguments) throws IOException {
    try (JobProcess process = start(Map.of(), command(arguments))) {
      if (process.exitCode() == 0) {
        throw new AssertionError("kubectl did not fail: " + process.log());
      }
      return process.log();
    }
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the objects of a kind that have a label. */
  List<JsonNode> list(String kind, String label) throws IOException {
    String json = kubectl("get", kind, "-n", "udrlpg", "-l", label, "-o", "json");
    List<JsonNode> items = new ArrayList<>();
    new ObjectMapper().readTree(json).get("items").forEach(items::add);
    return items;
  }

  /** Waits until something holds. */
  static void await(Duration longest, String what, BooleanSupplier holds) throws IOException {
    long end = System.nanoTime() + longest.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IOException("Gave up waiting for " + what);
      }
      try {
        Thread.sleep(250);
      } catch (InterruptedException e) {
        throw new IOException("Interrupted while waiting for " + what, e);
      }
    }
  }

  /** Ends every process of the cluster. */
  @Override
  public void close() {
    try {
      script.getOutputStream().close();
      await(Duration.ofSeconds(30), "the cluster's end", () -> !script.isAlive());
    } catch (IOException e) {
      script.destroyForcibly();
    }
  }
}

package io.github.udrlpg.clusters;

import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spark's own master and two workers, each a process, the workers on two loopback addresses. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern URL = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");
  private static final Duration GOODBYE = Duration.ofSeconds(30);

  private final List<JobProcess> processes = new ArrayList<>();
  private final String url;

  private StandaloneCluster(Path directory) throws IOException {
    JobProcess master =
        start(directory.resolve("master.log"), "master.Master", "--host", "127.0.0.1");
    Processes.await("the master", () -> URL.matcher(master.log()).find(), master::log);
    Matcher line = URL.matcher(master.log());
    if (!line.find()) {
      throw new IllegalStateException("The master has no address: " + master.log());
    }
    url = line.group();
  }

  /**
   * Starts the cluster.
   *
   * @param directory of logs, and of what drivers and executors leave
   */
  static StandaloneCluster start(Path directory) throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(directory);
    for (String host : List.of("127.0.0.1", "127.0.0.2")) {
      JobProcess worker =
          cluster.start(
              directory.resolve(host + ".log"),
              "worker.Worker",
              List.of("--host", host, "--cores", "2", "--memory", "2g"),
              List.of("--work-dir", directory.resolve(host).toString(), cluster.url));
      Processes.await(
          "a worker",
          () -> worker.log().contains("Successfully registered with master"),
          worker::log);
    }
    return cluster;
  }

  private JobProcess start(Path log, String program, String... arguments) throws IOException {
    return start(log, program, List.of(arguments), List.of());
  }

  private JobProcess start(Path log, String program, List<String> first, List<String> last)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(
        SparkDistribution.command("bin/spark-class", "org.apache.spark.deploy." + program));
    command.addAll(first);
    command.addAll(List.of("--port", "0", "--webui-port", "0"));
    command.addAll(last);
    JobProcess process = JobProcess.start(command, SparkDistribution.environment(), log);
    processes.add(process);
    return process;
  }

  /** Returns what an application names as its master. */
  String url() {
    return url;
  }

  /** Returns what the master said. */
  String masterLog() {
    return processes.get(0).log();
  }

  @Override
  public void close() throws IOException {
    // Workers that are asked end their executors and drivers.
    for (JobProcess process : processes) {
      process.signal("TERM");
    }
    for (JobProcess process : processes) {
      process.ends(GOODBYE);
      process.close();
    }
  }
}

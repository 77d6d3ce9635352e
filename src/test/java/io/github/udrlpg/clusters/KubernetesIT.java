package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.testing.Fingerprint;
import io.github.udrlpg.testing.JobProcess;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The files of jobs/kubernetes on a real Kubernetes of one node. It needs root, and what {@code
 * src/test/kubernetes/build.sh} built, in half an hour for the first time; other tests on clusters
 * need neither, so this one waits for {@code -Dkubernetes.bin=DIR}.
 */
@Tag("clusters")
@EnabledIfSystemProperty(named = "kubernetes.bin", matches = ".+")
final class KubernetesIT {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Path DIRECTORY = Path.of("jobs", "kubernetes");
  private static final String JAR = "http://10.88.0.1:8000/udrlpg-spark.jar";

  // Not a temporary directory: logs of a test that failed are looked at afterwards.
  private static Path scratch;
  private static KubernetesCluster cluster;
  private static Path runs;
  private static Map<String, String> whole;

  @BeforeAll
  static void start() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    scratch = Files.createTempDirectory(target, "kubernetes-");
    runs = Files.createDirectories(scratch.resolve("runs"));
    cluster = KubernetesCluster.start(Path.of(System.getProperty("kubernetes.bin")), scratch);
    Files.setPosixFilePermissions(runs, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path jar = Path.of("target", "udrlpg-spark.jar");
    Files.copy(jar, Files.createDirectories(runs.resolve("lib")).resolve(jar.getFileName()));
    cluster.apply(volume());
    for (String file : List.of("namespace", "rbac", "output-pvc")) {
      cluster.apply(DIRECTORY.resolve(file + ".yaml"));
    }
    cluster.kubectl("-n", "udrlpg", "create", "configmap", "udrlpg-conf", "--from-file=conf");
    cluster.start(
        Map.of(), List.of("python3", "-m", "http.server", "--bind=10.88.0.1", "-d", "target"));
    whole = trainHere();
  }

  /** The node's own directory as the storage that output-pvc.yaml asks for. */
  private static Path volume() throws IOException {
    return Files.writeString(
        scratch.resolve("volume.yaml"),
        Text.format(
            """
            apiVersion: v1
            kind: PersistentVolume
            metadata: {name: runs}
            spec:
              capacity: {storage: 100Gi}
              accessModes: [ReadWriteMany]
              hostPath: {path: %s}
              claimRef: {namespace: udrlpg, name: udrlpg-runs}
            """,
            runs));
  }

  private static Map<String, String> trainHere() throws IOException {
    Path run = scratch.resolve("here");
    List<String> command =
        List.of("jobs/train", "conf/smoke.conf", "--out", run.toString(), "--", "--master=local");
    try (JobProcess job = JobProcess.start(command, scratch.resolve("here.log"))) {
      assertThat(job.exitCode()).as(job.log()).isZero();
    }
    return Fingerprint.of(run);
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void sparkSubmitTrainsWhatThisMachineTrains() throws IOException {
    try (JobProcess job = submit("smoke", "/etc/udrlpg/smoke.conf")) {
      awaitPods("smoke", "driver", "Running", job);
      awaitPods("smoke", "executor", "Running", job);
      PodChecks.checkDriver(PodChecks.only(pods("smoke", "driver")));
      pods("smoke", "executor").forEach(PodChecks::checkExecutor);
      JsonNode driver = PodChecks.only(pods("smoke", "driver"));
      checkServiceAndKeys(driver.at("/metadata/labels/spark-app-selector").asText());
      checkProcess(driver, "spark-kubernetes-driver");
      checkProcess(pods("smoke", "executor").get(0), "spark-kubernetes-executor");
      assertThat(job.exitCode()).as(job.log()).isZero();
      assertThat(job.log()).contains("phase: Succeeded").contains("exit code: 0");
    }
    assertThat(Fingerprint.of(runs.resolve("smoke"))).isEqualTo(whole);
  }

  private static void checkServiceAndKeys(String id) throws IOException {
    JsonNode service = PodChecks.only(cluster.list("services", "spark-app-selector=" + id));
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(service.at("/spec/selector/spark-role").asText()).isEqualTo("driver");
    String keys = cluster.kubectl("-n", "udrlpg", "get", "configmaps", "-o", "yaml");
    assertThat(keys)
        .contains("spark.driver.memoryOverhead=1g")
        .contains("-Dorg.bytedeco.javacpp.cachedir\\=/opt/spark/work-dir/javacpp");
  }

  /** What the kernel says of a container's first process, and of a file outside its volumes. */
  private static void checkProcess(JsonNode pod, String container) throws IOException {
    String name = pod.at("/metadata/name").asText();
    String status =
        cluster.kubectl(
            "-n", "udrlpg", "exec", name, "-c", container, "--", "cat", "/proc/1/status");
    assertThat(status)
        .containsPattern("Uid:\\s+185\\s+185")
        .containsPattern("CapEff:\\s+0000000000000000")
        .containsPattern("NoNewPrivs:\\s+1")
        .containsPattern("Seccomp:\\s+2");
    assertThat(
            cluster.refused(
                "-n", "udrlpg", "exec", name, "-c", container, "--", "touch", "/opt/spark/file"))
        .contains("Read-only file system");
    String natives = "until ls -d javacpp/udrlpg-spark.jar; do sleep 0.2; done";
    cluster.kubectl(
        "-n", "udrlpg", "exec", name, "-c", container, "--", "timeout", "100", "sh", "-c", natives);
  }

  @Test
  void theOperatorsNextDriverGoesOnWithTheRun() throws IOException {
    Path binaries = Path.of(System.getProperty("kubernetes.bin"));
    cluster.apply(binaries.resolve("operator-crds"));
    cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    Map<String, String> environment = new HashMap<>(SparkDistribution.environment());
    environment.put("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    environment.put("KUBERNETES_SERVICE_PORT", "443");
    List<String> operator =
        List.of(binaries.resolve("spark-operator").toString(), "controller", "start");
    Path run = runs.resolve("restarted");
    try (JobProcess process = cluster.start(environment, operator)) {
      cluster.apply(application());
      await(process, "a checkpoint", () -> hasCheckpoint(run));
      String driver = "restarted-driver";
      // Everything but the first process, which is not Java.
      cluster.kubectl("-n", "udrlpg", "exec", driver, "--", "bash", "-c", "kill -KILL -1");
      await(process, "the end", () -> state("restarted").equals("COMPLETED"));
      assertThat(cluster.kubectl("-n", "udrlpg", "logs", driver)).contains("goes on");
    }
    assertThat(Fingerprint.of(run)).isEqualTo(whole);
  }

  private static boolean hasCheckpoint(Path run) {
    return Files.exists(run.resolve("checkpoints").resolve("checkpoint-000000010.safetensors"));
  }

  /** The file beside the jobs, smaller and for the smoke run. */
  private static Path application() throws IOException {
    String text = Files.readString(DIRECTORY.resolve("spark-application.yaml"));
    Map<String, String> changes =
        Map.of(
            "name: hopper", "name: restarted",
            "/runs/hopper,", "/runs/restarted,",
            "/etc/udrlpg/hopper-v4.conf", "/etc/udrlpg/smoke.conf",
            "    cores: 4\n", "    cores: 1\n    coreRequest: 200m\n",
            "coreLimit: \"4\"", "coreLimit: \"1\"",
            "instances: 4", "instances: 2",
            "RetryInterval: 60", "RetryInterval: 1");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      assertThat(text).contains(change.getKey());
      text = text.replace(change.getKey(), change.getValue());
    }
    StringBuilder keys =
        new StringBuilder("  sparkConf:\n    spark.ui.showConsoleProgress: \"false\"\n");
    variables().forEach((key, value) -> keys.append(Text.format("    %s: \"%s\"%n", key, value)));
    text = text.replace("\n  driver:\n", Text.format("\n%s  driver:\n", keys));
    return Files.writeString(scratch.resolve("application.yaml"), text);
  }

  private static String state(String application) {
    try {
      return cluster.kubectl(
          "-n",
          "udrlpg",
          "get",
          "sparkapplication",
          application,
          "-o",
          "jsonpath={.status.applicationState.state}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thisNamespaceTakesNoOtherPods() throws IOException {
    assertThat(cluster.refused("-n", "udrlpg", "run", "careless", "--image=any"))
        .contains("violates PodSecurity \"restricted:latest\"");
  }

  private static JobProcess submit(String name, String conf, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("jobs/train", conf, "--out", "/runs/" + name, "--"));
    command.addAll(List.of("--master", "k8s://https://10.96.0.1", "--deploy-mode", "cluster"));
    command.addAll(List.of("--properties-file", "jobs/kubernetes/spark.properties"));
    command.addAll(List.of("--name", name));
    smallNode().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    variables().forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
    command.addAll(List.of(more));
    Map<String, String> environment = new HashMap<>(SparkDistribution.environment());
    environment.put("UDRLPG_JAR", JAR);
    environment.put("KUBECONFIG", cluster.kubeconfig("udrlpg-driver").toString());
    return cluster.start(environment, command);
  }

  /** OpenBLAS rounds as its variables say, which no pod inherits. */
  private static Map<String, String> variables() {
    Map<String, String> keys = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("OPENBLAS_")) {
                keys.put("spark.kubernetes.driverEnv." + name, value);
                keys.put("spark.executorEnv." + name, value);
              }
            });
    return keys;
  }

  /** What a node of two cores that has other work can give. */
  private static Map<String, String> smallNode() {
    return Map.of(
        "spark.driver.cores", "1",
        "spark.kubernetes.driver.request.cores", "200m",
        "spark.kubernetes.driver.limit.cores", "1",
        "spark.executor.instances", "2",
        "spark.executor.cores", "1",
        "spark.kubernetes.executor.request.cores", "200m",
        "spark.kubernetes.executor.limit.cores", "1");
  }

  private static List<JsonNode> pods(String name, String role) throws IOException {
    return cluster.list("pods", Text.format("spark-app-name=%s,spark-role=%s", name, role));
  }

  private static void awaitPods(String name, String role, String phase, JobProcess job)
      throws IOException {
    await(
        job,
        Text.format("%s of %s to be %s", role, name, phase),
        () -> {
          try {
            List<JsonNode> pods = pods(name, role);
            return !pods.isEmpty()
                && pods.stream().allMatch(pod -> pod.at("/status/phase").asText().equals(phase));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Waits for something that needs a process to live. */
  private static void await(JobProcess process, String what, BooleanSupplier holds)
      throws IOException {
    KubernetesCluster.await(
        LONGEST,
        what,
        () -> {
          boolean alive = process.isAlive();
          if (!holds.getAsBoolean()) {
            assertThat(alive).as(process.log()).isTrue();
            return false;
          }
          return true;
        });
  }
}

package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.CommandLineRunner;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files of jobs/kubernetes say the same of what more than one of them says. */
class KubernetesFilesTest {
  private static final Path DIRECTORY = Path.of("jobs", "kubernetes");
  private static final String HOPPER = "conf/hopper-v4-paper.conf";

  private final CommandLineRunner jobs = new CommandLineRunner(Main::run);
  private final Properties keys = new Properties();
  private String application;

  @BeforeEach
  void read() throws IOException {
    try (Reader file = Files.newBufferedReader(DIRECTORY.resolve("spark.properties"))) {
      keys.load(file);
    }
    application = text("spark-application.yaml");
  }

  private static String text(String file) throws IOException {
    return Files.readString(DIRECTORY.resolve(file));
  }

  @Test
  void theOperatorsTemplatesAreThoseOfSparkSubmit() throws IOException {
    assertThat(application)
        .contains(specification("driver-pod.yaml"))
        .contains(specification("executor-pod.yaml"));
  }

  /** Returns what a template says of its pod, indented as below a pod of the operator. */
  private static String specification(String file) throws IOException {
    return text(file)
        .lines()
        .dropWhile(line -> !line.equals("spec:"))
        .map("      "::concat)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void theOperatorsPodsAreAsLargeAsThoseOfSparkSubmit() {
    assertThat(part("driver", "executor"))
        .contains(
            "cores: " + key("spark.driver.cores"),
            Text.format("coreLimit: \"%s\"", key("spark.kubernetes.driver.limit.cores")),
            "memory: " + key("spark.driver.memory"),
            "memoryOverhead: " + key("spark.driver.memoryOverhead"),
            "javaOptions: " + key("spark.driver.extraJavaOptions"),
            "serviceAccount: " + key("spark.kubernetes.authenticate.driver.serviceAccountName"));
    assertThat(part("executor", "end of the file"))
        .contains(
            "instances: " + key("spark.executor.instances"),
            "cores: " + key("spark.executor.cores"),
            Text.format("coreLimit: \"%s\"", key("spark.kubernetes.executor.limit.cores")),
            "memory: " + key("spark.executor.memory"),
            "memoryOverhead: " + key("spark.executor.memoryOverhead"),
            "javaOptions: " + key("spark.executor.extraJavaOptions"),
            "serviceAccount: " + key("spark.kubernetes.authenticate.executor.serviceAccountName"));
  }

  /** Returns the lines of a pod of the operator, its template apart. */
  private List<String> part(String from, String to) {
    return application
        .lines()
        .dropWhile(line -> !line.equals("  " + from + ":"))
        .skip(1)
        .takeWhile(line -> !line.equals("  " + to + ":"))
        .map(String::strip)
        .toList();
  }

  private String key(String name) {
    return keys.getProperty(name);
  }

  @Test
  void theMemoryIsWhatJobsResourcesSaysOfHopper() throws IOException {
    String cores = key("spark.executor.cores");
    assertThat(
            jobs.execute("resources", HOPPER, "--executor-cores", cores, "--format", "properties"))
        .as(jobs.err())
        .isZero();
    Properties needed = new Properties();
    needed.load(new StringReader(jobs.out()));

    assertThat(keys).containsAllEntriesOf(needed);
  }

  @Test
  void oneImageOneNamespaceAndTheNamesOfOneAnother() throws IOException {
    String image = key("spark.kubernetes.container.image");
    assertThat(application).contains(Text.format("\n  image: %s\n", image));
    assertThat(text("Dockerfile")).contains(Text.format("\nARG SPARK_IMAGE=%s\n", image));

    String namespace = key("spark.kubernetes.namespace");
    assertThat(text("namespace.yaml")).contains(Text.format("\n  name: %s\n", namespace));
    for (String file : List.of("rbac.yaml", "output-pvc.yaml", "spark-application.yaml")) {
      assertThat(text(file)).as(file).contains(Text.format("namespace: %s\n", namespace));
    }
    assertThat(text("rbac.yaml"))
        .contains("name: " + key("spark.kubernetes.authenticate.driver.serviceAccountName"))
        .contains("name: " + key("spark.kubernetes.authenticate.executor.serviceAccountName"));
    assertThat(text("output-pvc.yaml")).contains("\n  name: udrlpg-runs\n");
    assertThat(text("driver-pod.yaml")).contains("claimName: udrlpg-runs\n");
    assertThat(text("executor-pod.yaml")).contains("claimName: udrlpg-runs\n");
  }
}

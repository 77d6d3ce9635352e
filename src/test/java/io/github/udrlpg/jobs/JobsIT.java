package io.github.udrlpg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.testing.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts under jobs/ with the jar that was just built, each a process of its own. */
@Tag("slow")
class JobsIT {
  private static final Path JAR = Path.of("target/udrlpg-spark.jar");

  /** Those that the build was asked for, by JavaCPP's names. */
  private static final List<String> PLATFORMS =
      List.of(System.getProperty("native.platforms", "linux-x86_64").split(",", -1));

  @TempDir Path directory;

  @Test
  void theSmokeRunEndsWithASummaryAndARunThatWasKilledResumesToTheSame() throws Exception {
    // One with the jar, as clusters get it, the other with the classes as they were compiled.
    Path whole = directory.resolve("whole");
    Process train =
        startWithJar("whole.log", "jobs/train", "conf/smoke.conf", "--out", whole.toString());
    assertThat(finish(train)).as(log("whole.log")).isZero();
    JsonNode summary = new ObjectMapper().readTree(whole.resolve("summary.json").toFile());
    assertThat(summary.get("env_id").asText()).isEqualTo("InvertedPendulum-v4");
    assertThat(summary.get("env_steps").asLong()).isBetween(19_001L, 20_000L);
    assertThat(summary.at("/final_return/mean").asDouble()).isGreaterThan(0);
    assertThat(whole.resolve("report/index.html")).isNotEmptyFile();
    assertThat(whole.resolve("report/learning-curve.png")).isNotEmptyFile();

    Path killed = directory.resolve("killed");
    kill(
        start("killed.log", "jobs/train", "conf/smoke.conf", "--out", killed.toString()),
        killed.resolve("policies/_commits/iteration-000000013.json"));
    assertThat(killed.resolve("summary.json")).doesNotExist();
    train = start("resumed.log", "jobs/train", "--out", killed.toString(), "--resume");
    assertThat(finish(train)).as(log("resumed.log")).isZero();

    assertThat(Dataset.rows(killed)).isEqualTo(Dataset.rows(whole));
    Path dataset = directory.resolve("dataset");
    Process compact =
        start("compact.log", "jobs/compact", whole.toString(), "--out", dataset.toString());
    assertThat(finish(compact)).as(log("compact.log")).isZero();
    JsonNode card = new ObjectMapper().readTree(dataset.resolve("_card.json").toFile());
    assertThat(card.get("policies").asLong()).isEqualTo(Dataset.rows(whole).size());
    JsonNode resumed = new ObjectMapper().readTree(killed.resolve("summary.json").toFile());
    for (String field : List.of("run", "env_steps", "episodes", "final_return", "best_policy")) {
      assertThat(resumed.get(field)).as(field).isEqualTo(summary.get(field));
    }
  }

  @Test
  void aWrongCommandLineExitsWith2AndNoStackTrace() throws Exception {
    Process train = start("wrong.log", "jobs/train", "conf/smoke.conf", "--out");

    assertThat(finish(train)).isEqualTo(2);
    assertThat(log("wrong.log"))
        .contains("Missing required parameter for option '--out' (RUN)")
        .doesNotContain("\tat ", "Exception");
  }

  /** Case C4: both options are of the Java that runs the driver, which prints the memory it got. */
  @Test
  void optionsForTheDriversJavaReachIt() throws Exception {
    Process help =
        start(
            "options.log",
            "jobs/train",
            "--help",
            "--",
            "--driver-memory",
            "512m",
            "--conf",
            "spark.driver.extraJavaOptions=-XX:+PrintCommandLineFlags");

    assertThat(finish(help)).as(log("options.log")).isZero();
    assertThat(log("options.log")).contains("-XX:MaxHeapSize=536870912 ", "Usage: jobs/train");
  }

  /** Case C16. */
  @Test
  void aJobIsStartedThroughASymbolicLink() throws Exception {
    Path link = directory.resolve("train");
    Files.createSymbolicLink(link, Path.of("jobs/train").toAbsolutePath());

    Process help = start("link.log", link.toString(), "--help");

    assertThat(finish(help)).as(log("link.log")).isZero();
    assertThat(log("link.log")).contains("Usage: jobs/train");
  }

  @Test
  void sourcesThatAreNewerThanWhatRunsAreNamed() throws Exception {
    Path built = Path.of("target/own.classpath");
    FileTime when = Files.getLastModifiedTime(built);
    Files.setLastModifiedTime(built, FileTime.fromMillis(0));
    try {
      Process help = start("stale.log", "jobs/train", "--help");
      assertThat(finish(help)).as(log("stale.log")).isZero();
    } finally {
      Files.setLastModifiedTime(built, when);
    }

    assertThat(log("stale.log"))
        .containsPattern(
            "Warning: src/main/\\S+ is newer than what was built of it, which runs now\\."
                + " To build it: mvn -DskipTests package");
  }

  @Test
  void theJarHoldsTheNativesAndNothingOfSpark() throws IOException {
    List<String> names = namesInTheJar();

    assertThat(names)
        .contains(
            "io/github/udrlpg/env/models/hopper.xml",
            "io/github/udrlpg/config/reference.conf",
            "META-INF/licenses/udrlpg-spark/NOTICE")
        .noneMatch(name -> name.startsWith("org/apache/"))
        .noneMatch(name -> name.startsWith("scala/"))
        .noneMatch(name -> name.startsWith("javax/"))
        .noneMatch(name -> name.startsWith("com/typesafe/"))
        .noneMatch(name -> name.startsWith("com/google/"))
        .noneMatch(name -> name.contains("junit"));
  }

  @Test
  void theJarHoldsTheNativesOfItsPlatformsOnly() throws IOException {
    List<String> natives =
        namesInTheJar().stream()
            .filter(name -> name.matches(".*\\.(so(\\.[0-9.]+)?|a|dll|dylib|jnilib)"))
            .toList();

    for (String platform : PLATFORMS) {
      assertThat(natives)
          .contains(
              "io/github/udrlpg/mujoco/" + platform + "/libjniudrlpgmujoco.so",
              "io/github/udrlpg/mujoco/" + platform + "/libmujoco.so.3.14.0",
              "org/bytedeco/javacpp/" + platform + "/libjnijavacpp.so",
              "org/bytedeco/openblas/" + platform + "/libopenblas.so.0",
              "org/nd4j/linalg/cpu/nativecpu/bindings/" + platform + "/libnd4jcpu.so");
    }
    assertThat(natives).allMatch(name -> PLATFORMS.stream().anyMatch(name::contains));
  }

  @Test
  void theJarHoldsNothingThatIsNeverLoaded() throws IOException {
    assertThat(namesInTheJar())
        .noneMatch(name -> name.matches("org/bytedeco/openblas/[^/]+/(include|lib)/.*"))
        .noneMatch(name -> name.contains("openblas_full"))
        .noneMatch(name -> name.matches("org/bytedeco/javacpp/tools/.*(Builder|Generator|Mojo).*"))
        .noneMatch(name -> name.matches("(org/)?(tensorflow|onnx)/.*"))
        .noneMatch(name -> name.matches("org/nd4j/shade/(protobuf|jackson|yaml|wstx)/.*"))
        .noneMatch(name -> name.matches("(com/sun/jna|oshi|org/threeten|org/apache/commons)/.*"))
        .noneMatch(name -> name.endsWith(".proto") || name.endsWith(".pbtxt"));
    assertThat(Files.size(JAR)).isLessThan((30L + 100L * PLATFORMS.size()) << 20);
  }

  private static List<String> namesInTheJar() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).toList();
    }
  }

  private Process start(String log, String... command) throws IOException {
    return process(log, command).start();
  }

  private Process startWithJar(String log, String... command) throws IOException {
    ProcessBuilder process = process(log, command);
    process.environment().put("UDRLPG_JAR", JAR.toString());
    return process.start();
  }

  private ProcessBuilder process(String log, String... command) {
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(log).toFile());
    // The Spark that Maven resolved, whatever this machine has installed.
    process.environment().remove("SPARK_HOME");
    process.environment().remove("UDRLPG_JAR");
    return process;
  }

  private static int finish(Process process) throws InterruptedException {
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended within 5 minutes").isTrue();
    return process.exitValue();
  }

  /** Kills a job without warning as soon as a file appears. */
  private static void kill(Process process, Path sign) throws InterruptedException {
    while (process.isAlive() && !Files.exists(sign)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  private String log(String name) {
    try (Stream<String> lines = Files.lines(directory.resolve(name), StandardCharsets.UTF_8)) {
      return String.join("\n", lines.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.udrlpg.clusters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.env.EnvironmentProvider;
import io.github.udrlpg.testing.Dataset;
import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.example.StoredBall;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jobs/train on Hadoop: YARN's containers, and runs on HDFS. */
@Tag("clusters")
class YarnIT {
  /** Below the working directory of whatever process has it. */
  private static final String NATIVES = "-Dorg.bytedeco.javacpp.cachedir=natives";

  @TempDir static Path directory;
  private static HadoopCluster cluster;
  private static Pendulum.Expected expected;

  @BeforeAll
  static void start() throws IOException {
    cluster = HadoopCluster.start(directory);
    org.apache.hadoop.fs.Path conf = cluster.path("/conf/pendulum.conf");
    conf.getFileSystem(cluster.hadoop())
        .copyFromLocalFile(new org.apache.hadoop.fs.Path(Pendulum.CONF.toUri()), conf);
    expected = Pendulum.trainHere(directory.resolve("here"));
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void learnsTheSameInClientMode() throws IOException {
    try (JobProcess train = train(Pendulum.CONF.toString(), "/runs/client")) {
      assertThat(train.exitCode()).as(train.log()).isZero();
      assertThat(train.log()).contains(" begins in /runs/client");
    }
    expected.requireSame(cluster.hadoop(), cluster.path("/runs/client"));
  }

  @Test
  void whatIsWrongInTheClusterIsToldToWhoSubmits() throws IOException {
    try (JobProcess train =
        train(Pendulum.CONF.toString(), "/runs/wrong", "--deploy-mode", "cluster")) {
      assertThat(train.exitCode()).as("spark-submit knows no other").isEqualTo(1);
      assertThat(train.log())
          .contains("exitCode: 2")
          .contains("Cannot read conf/inverted-pendulum-v4.conf: by --deploy-mode cluster");
    }
    org.apache.hadoop.fs.Path run = cluster.path("/runs/wrong");
    assertThat(run.getFileSystem(cluster.hadoop()).exists(run)).isFalse();
  }

  @Test
  void aDriverThatIsKilledInClusterModeGoesOnByItself() throws IOException {
    try (JobProcess train =
        train("hdfs:///conf/pendulum.conf", "hdfs:///runs/cluster", "--deploy-mode", "cluster")) {
      org.apache.hadoop.fs.Path sign = cluster.path("/runs/cluster/" + Pendulum.IN_MID_RUN);
      Processes.await(
          sign.toString(),
          () -> {
            assertThat(train.isAlive()).as(() -> train.log() + driverOutput()).isTrue();
            return sign.getFileSystem(cluster.hadoop()).exists(sign);
          },
          () -> train.log() + driverOutput());
      List<ProcessHandle> drivers = Processes.running(".ApplicationMaster");
      assertThat(drivers).hasSize(1);
      drivers.get(0).destroyForcibly();

      assertThat(train.exitCode()).as(train.log() + driverOutput()).isZero();
    }
    assertThat(driverOutput())
        .contains(" begins in hdfs:/runs/cluster")
        .contains(
            " goes on in hdfs:/runs/cluster, because this is another attempt of application_");
    expected.requireSame(cluster.hadoop(), cluster.path("/runs/cluster"));
    requireUnpackedInContainers();
  }

  @Test
  void executorsReadTheModelOfAUsersTaskFromHdfs() throws IOException {
    store(StoredBall.FILE, StoredBall.MODEL);
    store(
        "/conf/ball.conf",
        """
        env.id = "Ball-v0"
        policy.hidden-sizes = []
        returns { min = -50, max = 0 }
        generator { hidden-sizes = [16], embedding-dim = 4, tile = 8, learning-rate = 1e-3 }
        rollout.policies-per-iteration = 4
        training.warm-up-episodes = 4
        calibration.enabled = false
        """);
    Path jar = taskJar();

    try (JobProcess train =
        train("hdfs:///conf/ball.conf", "hdfs:///runs/ball", "--jars", jar.toString())) {
      assertThat(train.exitCode()).as(train.log()).isZero();
    }
    assertThat(Dataset.rows(Dataset.open(cluster.hadoop(), cluster.path("/runs/ball"))))
        .hasSize(160);
  }

  private static void store(String file, String text) throws IOException {
    org.apache.hadoop.fs.Path path =
        cluster.path(new org.apache.hadoop.fs.Path(file).toUri().getPath());
    try (OutputStream out = path.getFileSystem(cluster.hadoop()).create(path)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  /** Packs the task as a user does: its classes, and the service file that names its provider. */
  private static Path taskJar() throws IOException {
    Path jar = directory.resolve("ball.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(StoredBall.class, StoredBall.Provider.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = type.getResourceAsStream("/" + name)) {
          in.transferTo(out);
        }
      }
      out.putNextEntry(new JarEntry("META-INF/services/" + EnvironmentProvider.class.getName()));
      out.write(StoredBall.Provider.class.getName().getBytes(UTF_8));
    }
    return jar;
  }

  /** Two attempts with a driver and two executors each, and the killed one may still start some. */
  private static void requireUnpackedInContainers() throws IOException {
    String container = ".*/container_\\d+_\\d+_0[12]_\\d+/natives/__app__.jar/.*";
    assertThat(cluster.containerFiles("libmujoco.so.3.14.0"))
        .hasSizeGreaterThanOrEqualTo(4)
        .allSatisfy(file -> assertThat(file.toString()).matches(container));
    assertThat(cluster.containerFiles("libnd4jcpu.so"))
        .as("the drivers alone need ND4J")
        .hasSize(2)
        .allSatisfy(file -> assertThat(file.toString()).contains("_000001/natives/"));
  }

  private static JobProcess train(String conf, String out, String... more) throws IOException {
    Map<String, String> environment = new HashMap<>(SparkDistribution.environment());
    environment.putAll(cluster.environment());
    List<String> spark = new ArrayList<>(List.of("--master", "yarn"));
    spark.addAll(List.of("--num-executors", "2", "--executor-memory", "640m"));
    spark.addAll(List.of("--driver-memory", "640m"));
    spark.addAll(List.of(more));
    if (List.of(more).contains("cluster")) {
      // A driver of client mode would unpack into the directory of this project.
      spark.addAll(List.of("--conf", "spark.driver.extraJavaOptions=" + NATIVES));
    }
    settings().forEach((key, value) -> spark.addAll(List.of("--conf", key + "=" + value)));
    return JobProcess.start(
        Pendulum.command(conf, out, spark),
        environment,
        directory.resolve(new org.apache.hadoop.fs.Path(out).getName() + ".log"));
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.executor.memoryOverhead", "384m");
    settings.put("spark.driver.memoryOverhead", "512m");
    // Otherwise each submission uploads all jars of Spark.
    settings.put("spark.yarn.jars", "local:" + SparkDistribution.home() + "/jars/*");
    settings.put("spark.yarn.appMasterEnv.JAVA_HOME", System.getProperty("java.home"));
    settings.put("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"));
    // Containers inherit no environment, and OpenBLAS may be told there which kernels to take.
    // With others the generator differs in its last bits, and what it is compared with ran here.
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("OPENBLAS_")) {
                settings.put("spark.yarn.appMasterEnv." + name, value);
                settings.put("spark.executorEnv." + name, value);
              }
            });
    settings.put("spark.executor.extraJavaOptions", NATIVES);
    // With one data node the client's first look is often too early, and then it waits.
    String close = "spark.hadoop.dfs.client.block.write.locateFollowingBlock.";
    settings.put(close + "initial.delay.ms", "20");
    settings.put(close + "retries", "9");
    return settings;
  }

  /** What application masters said, which are the drivers in cluster mode. */
  private static String driverOutput() {
    try {
      StringBuilder output = new StringBuilder();
      for (Path file : cluster.containerFiles("stderr")) {
        if (file.getParent().toString().endsWith("_000001")) {
          output.append(Files.readString(file));
        }
      }
      return output.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.udrlpg.clusters;

import io.github.udrlpg.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The whole distribution of Spark that tests on clusters run, with its scripts and its sides of
 * YARN and Kubernetes: what Maven's profile "clusters" fetched, or the one of {@code
 * -Dspark.home=DIR}.
 */
final class SparkDistribution {
  private static final String PROPERTY = "spark.home.for.tests";
  private static final String JAVA_PROPERTY = "spark.java.home.for.tests";

  private SparkDistribution() {}

  /** Returns its directory, absolute. */
  static Path home() {
    Path home = Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
    if (!Files.isExecutable(home.resolve("bin/spark-submit"))) {
      throw new IllegalStateException(
          Text.format(
              "There is no Spark in %s: run mvn verify -Pclusters, which fetches one", home));
    }
    return home;
  }

  /** Returns the directory of the Java that it runs on, which may be another than this one's. */
  static Path javaHome() {
    Path home =
        Path.of(System.getProperty(JAVA_PROPERTY, System.getProperty("java.home")))
            .toAbsolutePath();
    if (!Files.isExecutable(home.resolve("bin/java"))) {
      throw new IllegalStateException(
          Text.format("There is no Java in %s, which -Dspark.java.home=DIR names", home));
    }
    return home;
  }

  /** Returns what the scripts under jobs/ find it and its Java by. */
  static Map<String, String> environment() {
    return Map.of("SPARK_HOME", home().toString(), "JAVA_HOME", javaHome().toString());
  }

  /** Returns the command that runs one of its programs, such as bin/spark-class. */
  static List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home().resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }
}

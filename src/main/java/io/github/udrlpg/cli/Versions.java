package io.github.udrlpg.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of this program and of what it stands on. */
final class Versions implements IVersionProvider {

  /** Returns the versions by name, in the order they are shown. */
  static Map<String, String> all() {
    Properties build = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("build.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read build.properties from the jar", e);
    }
    Map<String, String> versions = new LinkedHashMap<>();
    for (String name :
        new String[] {"udrlpg-spark", "revision", "mujoco", "gymnasium", "nd4j", "openblas"}) {
      versions.put(name, build.getProperty(name));
    }
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("java", System.getProperty("java.version"));
    return versions;
  }

  @Override
  public String[] getVersion() {
    return all().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .toArray(String[]::new);
  }
}

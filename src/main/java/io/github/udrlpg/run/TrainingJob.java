package io.github.udrlpg.run;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * One whole training that somebody is asked to run, in a form that can be shipped.
 *
 * @param name what messages call it
 * @param directory the run's directory, under any Hadoop path
 * @param configuration every key, as {@link io.github.udrlpg.config.ConfigLoader.Loaded#json}
 * @param maxEnvSteps environment steps after which it ends, as the configuration says
 * @param versions of the software of who asks, for {@code run.json}
 */
public record TrainingJob(
    String name,
    String directory,
    String configuration,
    long maxEnvSteps,
    Map<String, String> versions)
    implements Serializable {

  /** Copies the versions, to a map that any serializer of Java's knows. */
  public TrainingJob {
    versions = new TreeMap<>(versions);
  }
}

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
 * @param report whether a page with pictures is drawn at its end
 * @param tags what a tracking server is told of it besides
 */
public record TrainingJob(
    String name,
    String directory,
    String configuration,
    long maxEnvSteps,
    Map<String, String> versions,
    boolean report,
    Map<String, String> tags)
    implements Serializable {

  /** Copies the maps, to ones that any serializer of Java's knows. */
  public TrainingJob {
    versions = new TreeMap<>(versions);
    tags = new TreeMap<>(tags);
  }

  /**
   * Returns the same training as one of so many that nobody looks at each: without a page of its
   * own.
   *
   * @param tags what a tracking server is told of it besides
   */
  public TrainingJob asTrial(Map<String, String> tags) {
    return new TrainingJob(name, directory, configuration, maxEnvSteps, versions, false, tags);
  }
}

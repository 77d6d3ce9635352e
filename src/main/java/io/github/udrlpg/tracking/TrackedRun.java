package io.github.udrlpg.tracking;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What an MLflow server is told of a run before its first iteration.
 *
 * @param name the run's identifier
 * @param hadoop how its directory is reached
 * @param directory the run's directory
 * @param parameters what it is made with, by name
 * @param tags what else is to be said of it; with {@code mlflow.parentRunId} it stands below
 *     another one
 */
public record TrackedRun(
    String name,
    Configuration hadoop,
    Path directory,
    Map<String, String> parameters,
    Map<String, String> tags) {

  /** Copies the maps. */
  public TrackedRun {
    parameters = new LinkedHashMap<>(parameters);
    tags = new LinkedHashMap<>(tags);
  }
}

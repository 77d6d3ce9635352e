package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.config.TrackingSettings;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.tracking.MlflowTracking;
import io.github.udrlpg.tracking.TrackedRun;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/** Tells whoever the run's settings name of the run, as it goes on. */
public final class RunTracking implements AutoCloseable {
  /** How long the end of a run may wait for a server. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TrainingListener other;
  private final Optional<MlflowTracking> mlflow;

  private RunTracking(TrainingListener other, Optional<MlflowTracking> mlflow) {
    this.other = other;
    this.mlflow = mlflow;
  }

  /**
   * Begins to tell of a run, if its settings say so.
   *
   * @param tags what is to be said of it besides; {@code mlflow.parentRunId} puts it below another
   *     MLflow run
   * @param other is told everything as well, and what goes wrong here as a warning
   */
  public static RunTracking start(
      RunDirectory directory,
      Configuration hadoop,
      Map<String, String> tags,
      TrainingListener other) {
    return new RunTracking(
        other,
        start(
            directory.configuration().settings().tracking(),
            () -> tracked(directory, hadoop, tags),
            other));
  }

  /**
   * Begins to tell whoever settings name of anything that runs for a while.
   *
   * @param other is told what goes wrong here
   * @return empty where they name nobody
   */
  public static Optional<MlflowTracking> start(
      TrackingSettings settings, Supplier<TrackedRun> run, TrainingListener other) {
    return settings
        .mlflowUri()
        .map(
            server ->
                MlflowTracking.start(
                    server,
                    settings.mlflowExperiment(),
                    System.getenv(),
                    run.get(),
                    PATIENCE,
                    other));
  }

  private static TrackedRun tracked(
      RunDirectory directory, Configuration hadoop, Map<String, String> more) {
    JsonNode manifest = directory.manifest();
    Map<String, String> parameters = TrackedRun.parameters(manifest.path("config"));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.type", "JOB");
    tags.put("mlflow.source.name", "udrlpg-spark");
    tags.put("mlflow.source.git.commit", manifest.at("/versions/revision").asText());
    tags.put("udrlpg.run", directory.run());
    tags.put("udrlpg.directory", directory.path(".").toString());
    // The one key of those that may change which says how long the run is.
    tags.put("udrlpg.max-env-steps", parameters.getOrDefault("training.max-env-steps", ""));
    for (Map.Entry<String, JsonNode> version : manifest.path("versions").properties()) {
      tags.put("udrlpg.version." + version.getKey(), TrackedRun.text(version.getValue()));
    }
    tags.putAll(more);
    return new TrackedRun(directory.run(), hadoop, directory.path("."), parameters, tags);
  }

  /** Returns who is to follow the training. */
  public TrainingListener listener() {
    return mlflow.map(TrainingListener.class::cast).orElse(other);
  }

  /** Says that the run came to its end, its report written; without it closing calls it failed. */
  public void complete() {
    mlflow.ifPresent(MlflowTracking::complete);
  }

  @Override
  public void close() {
    mlflow.ifPresent(MlflowTracking::close);
  }
}

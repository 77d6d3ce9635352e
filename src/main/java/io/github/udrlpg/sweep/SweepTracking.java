package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.config.Sweep;
import io.github.udrlpg.harness.TrainingListener;
import io.github.udrlpg.run.RunTracking;
import io.github.udrlpg.tracking.MlflowTracking;
import io.github.udrlpg.tracking.TrackedRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells whoever the settings name of a sweep. Runs of trials tell of themselves, below the sweep.
 */
public final class SweepTracking implements AutoCloseable {
  private final Optional<MlflowTracking> mlflow;

  /**
   * What is told of a sweep at its end.
   *
   * @param best the best trial's score; NaN where none came to its end
   * @param trials how many there are
   * @param failedTrials how many of them failed
   * @param runs runs of all rungs
   */
  public record Outcome(double best, int trials, int failedTrials, int runs) {}

  private SweepTracking(Optional<MlflowTracking> mlflow) {
    this.mlflow = mlflow;
  }

  /**
   * Begins to tell of a sweep, if the settings that its trials share say so.
   *
   * @param warnings is told of what goes wrong
   */
  public static SweepTracking start(
      SweepDirectory directory, Sweep sweep, Consumer<String> warnings) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void warning(String message) {
            warnings.accept(message);
          }
        };
    return new SweepTracking(
        RunTracking.start(
            sweep.base().settings().tracking(), () -> tracked(directory, sweep), listener));
  }

  /** Keys that are varied have no one value; what they are varied over is told instead. */
  private static TrackedRun tracked(SweepDirectory directory, Sweep sweep) {
    ObjectNode json = SweepDirectory.json(sweep);
    Map<String, String> parameters = TrackedRun.parameters(json.path("config"));
    parameters.remove("run.seed");
    for (Map.Entry<String, JsonNode> dimension : json.path("space").properties()) {
      parameters.remove(dimension.getKey());
      parameters.put("sweep.space." + dimension.getKey(), TrackedRun.text(dimension.getValue()));
    }
    for (String field : new String[] {"strategy", "seeds", "seed", "score"}) {
      parameters.put("sweep." + field, TrackedRun.text(json.path(field)));
    }
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.source.type", "JOB");
    tags.put("mlflow.source.name", "udrlpg-spark");
    tags.put("mlflow.note.content", sweep.question());
    tags.put("udrlpg.sweep", directory.toString());
    return new TrackedRun(
        SweepDirectory.id(sweep), directory.hadoop(), directory.path(), parameters, tags);
  }

  /** Returns what puts runs below the sweep; waits for the server as long as a run would. */
  public Map<String, String> tagsOfRuns() {
    return mlflow
        .flatMap(MlflowTracking::runId)
        .map(id -> Map.of("mlflow.parentRunId", id))
        .orElse(Map.of());
  }

  /** Tells what the sweep found; without it closing calls it failed. */
  public void complete(SweepResults results) {
    mlflow.ifPresent(
        tracking -> {
          Optional<TrialResult> best = results.best();
          tracking.log(
              "sweep/",
              new Outcome(
                  best.map(TrialResult::value).orElse(Double.NaN),
                  results.search().trials().size(),
                  results.failures().size(),
                  results.runs().size()),
              best.map(TrialResult::envSteps).orElse(0L));
          tracking.complete();
        });
  }

  @Override
  public void close() {
    mlflow.ifPresent(MlflowTracking::close);
  }
}

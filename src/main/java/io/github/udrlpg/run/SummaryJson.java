package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.text.JsonNumbers;

/** {@code summary.json}: what a run came to, in the names that scripts rely on. */
final class SummaryJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SummaryJson() {}

  /** Returns the summary of a run that came to its end. */
  static ObjectNode of(String run, String environment, TrainingSummary summary) {
    ObjectNode json = JSON.createObjectNode();
    json.put("run", run);
    json.put("env_id", environment);
    json.put("env_steps", summary.envSteps());
    json.put("calibration_env_steps", summary.calibrationEnvSteps());
    json.put("evaluation_env_steps", summary.evaluationEnvSteps());
    json.put("episodes", summary.episodes());
    json.put("iterations", summary.iterations());
    JsonNumbers.put(json, "max_return", summary.maxReturn());
    json.put("best_policy", summary.bestPolicy().isEmpty() ? null : summary.bestPolicy());
    json.put("diverged_episodes", summary.divergedEpisodes());
    ObjectNode last = json.putObject("final_return");
    JsonNumbers.put(last, "command", summary.finalCommand());
    JsonNumbers.put(last, "mean", summary.finalMean());
    JsonNumbers.put(last, "std", summary.finalDeviation());
    last.put("episodes", summary.finalEpisodes());
    last.put("diverged_episodes", summary.finalDivergedEpisodes());
    if (Double.isFinite(summary.lowestAttainable())) {
      JsonNumbers.add(
          json.putArray("attainable_returns"),
          summary.lowestAttainable(),
          summary.highestAttainable());
    }
    JsonNumbers.put(json, "wall_seconds", milliseconds(summary.wallSeconds()));
    JsonNumbers.put(json, "rollout_seconds", milliseconds(summary.rolloutSeconds()));
    JsonNumbers.put(json, "train_seconds", milliseconds(summary.trainSeconds()));
    JsonNumbers.put(json, "evaluation_seconds", milliseconds(summary.evaluationSeconds()));
    JsonNumbers.put(json, "spark_overhead_seconds", milliseconds(summary.overheadSeconds()));
    json.put("peak_driver_mib", Machine.peakResidentMebibytes());
    summary.warnings().forEach(json.putArray("warnings")::add);
    return json;
  }

  private static double milliseconds(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}

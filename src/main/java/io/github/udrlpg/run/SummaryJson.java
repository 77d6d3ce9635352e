package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.train.TrainingSummary;

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
    json.put("evaluation_env_steps", summary.evaluationEnvSteps());
    json.put("episodes", summary.episodes());
    json.put("iterations", summary.iterations());
    json.put("max_return", summary.maxReturn());
    json.put("best_policy", summary.bestPolicy());
    json.put("diverged_episodes", summary.divergedEpisodes());
    ObjectNode last = json.putObject("final_return");
    last.put("command", summary.finalCommand());
    last.put("mean", summary.finalMean());
    last.put("std", summary.finalDeviation());
    last.put("episodes", summary.finalEpisodes());
    json.put("wall_seconds", milliseconds(summary.wallSeconds()));
    json.put("rollout_seconds", milliseconds(summary.rolloutSeconds()));
    json.put("train_seconds", milliseconds(summary.trainSeconds()));
    json.put("evaluation_seconds", milliseconds(summary.evaluationSeconds()));
    json.put("spark_overhead_seconds", milliseconds(summary.overheadSeconds()));
    json.put("peak_driver_mib", Machine.peakResidentMebibytes());
    return json;
  }

  private static double milliseconds(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }
}

package io.github.udrlpg.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.experiment.GroupResults.SeedRun;
import io.github.udrlpg.stats.StratifiedBootstrap;
import io.github.udrlpg.text.JsonNumbers;
import java.util.stream.IntStream;

/** {@code summary.json} of a group: what its runs came to, one by one and together. */
final class GroupSummary {
  private GroupSummary() {}

  static ObjectNode of(GroupResults results) {
    ObjectNode json = StatisticsJson.JSON.createObjectNode();
    json.put("group", results.name());
    json.put("env_id", results.environment());
    json.put("max_env_steps", results.budget());
    json.put("seeds", results.runs().size());
    json.put("finished", results.finished().size());
    json.put(
        "env_steps",
        results.finished().stream().mapToLong(run -> run.requireScores().envSteps()).sum());
    ObjectNode statistics = json.putObject("statistics");
    JsonNumbers.put(statistics, "confidence", 0.95);
    statistics.put("resamples", StratifiedBootstrap.DEFAULT_RESAMPLES);
    if (!results.finished().isEmpty()) {
      for (Score score : Score.values()) {
        statistics.set(name(score), StatisticsJson.of(results.statistics(score)));
      }
      json.set("steps_to_return", stepsToReturn(results));
      json.set("obedience", GroupObedience.of(results).json());
    }
    ArrayNode runs = json.putArray("runs");
    results.runs().forEach(run -> runs.add(of(run)));
    return json;
  }

  private static ArrayNode stepsToReturn(GroupResults results) {
    ArrayNode all = StatisticsJson.JSON.createArrayNode();
    IntStream.range(0, RunScores.SHARES.size())
        .mapToObj(index -> StepsToReturn.of(results, index))
        .forEach(
            steps -> {
              ObjectNode node = all.addObject();
              JsonNumbers.put(node, "scaled_return", steps.share());
              node.put("reached", steps.reached());
              node.set("median_env_steps", StatisticsJson.of(steps.steps()));
            });
    return all;
  }

  private static ObjectNode of(SeedRun run) {
    ObjectNode json = StatisticsJson.JSON.createObjectNode();
    json.put("seed", run.seed());
    json.put("directory", RunGroup.name(run.seed()));
    json.put("status", run.isFinished() ? "finished" : "unfinished");
    if (run.isFinished()) {
      json.put("env_steps", run.requireScores().envSteps());
      for (Score score : Score.values()) {
        JsonNumbers.put(json, name(score), score.of(run.requireScores()));
      }
    } else {
      json.put("cause", run.cause());
    }
    return json;
  }

  private static String name(Score score) {
    return switch (score) {
      case FINAL -> "final_return";
      case BEST -> "best_return";
      case AUC -> "area_under_curve";
      case IDENTITY_ERROR -> "identity_error";
      case OBEDIENCE -> "obedience_nrmse";
      case RETURN_AND_OBEDIENCE -> "return_and_obedience";
    };
  }
}

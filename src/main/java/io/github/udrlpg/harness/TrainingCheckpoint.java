package io.github.udrlpg.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.algorithm.LearnerState;
import io.github.udrlpg.checkpoint.Checkpoint;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * A run's state as arrays and scalars, and back. There is no state of a random number generator in
 * it: every stream begins anew in each iteration, from a seed of its own.
 *
 * @param state what the run has seen
 * @param learner what its learner has learned
 */
record TrainingCheckpoint(TrainingState state, LearnerState learner) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;
  private static final String OBSERVATIONS_MEAN = "observations.mean";
  private static final String OBSERVATIONS_SQUARES = "observations.squared_deviation";
  private static final String CALIBRATION_COMMANDS = "calibration.command";
  private static final String CALIBRATION_RETURNS = "calibration.scaled_return";
  private static final Set<String> OWN =
      Set.of(OBSERVATIONS_MEAN, OBSERVATIONS_SQUARES, CALIBRATION_COMMANDS, CALIBRATION_RETURNS);
  private static final String COUNTERS = "learner";

  Checkpoint toCheckpoint() {
    Map<String, Object> arrays = new LinkedHashMap<>(learner.arrays());
    arrays.put(OBSERVATIONS_MEAN, state.observations.mean());
    arrays.put(OBSERVATIONS_SQUARES, state.observations.m2());
    state.calibration.ifPresent(
        calibration -> {
          arrays.put(CALIBRATION_COMMANDS, doubles(calibration.commands()));
          arrays.put(CALIBRATION_RETURNS, doubles(calibration.returns()));
        });
    return new Checkpoint(state.nextIteration, arrays, scalars().toString());
  }

  private ObjectNode scalars() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    json.put("next_iteration", state.nextIteration);
    json.put("last_commit", state.lastCommit);
    json.put("due_updates", state.dueUpdates);
    json.put("env_steps", state.envSteps);
    json.put("evaluation_env_steps", state.evaluationEnvSteps);
    json.put("calibration_env_steps", state.calibrationEnvSteps);
    json.put("episodes", state.episodes);
    json.put("diverged_episodes", state.divergedEpisodes);
    json.put("diverged_in_a_row", state.divergedInARow);
    // As text: JSON has no infinities, which stand for "nothing seen yet".
    json.put("max_return", Double.toString(state.maxReturn));
    json.put("best_policy", state.bestPolicy);
    json.put("lowest_seen", Double.toString(state.lowestSeen));
    json.put("highest_seen", Double.toString(state.highestSeen));
    json.put("best_iteration", state.bestIteration);
    json.put("best_env_steps", state.bestEnvSteps);
    json.put("highest_stored", Double.toString(state.highestStored));
    json.put("observation_count", state.observations.count());
    ObjectNode counters = json.putObject(COUNTERS);
    learner.counters().forEach(counters::put);
    JsonNumbers.put(json, "wall_seconds", state.times.wall);
    JsonNumbers.put(json, "rollout_seconds", state.times.rollout);
    JsonNumbers.put(json, "train_seconds", state.times.train);
    JsonNumbers.put(json, "evaluation_seconds", state.times.evaluation);
    JsonNumbers.put(json, "overhead_seconds", state.times.overhead);
    ObjectNode stored = json.putObject("stored_by_bucket");
    state.storedByBucket.forEach((bucket, rows) -> stored.put(Integer.toString(bucket), rows));
    return json;
  }

  /**
   * Takes a state out of its checkpoint.
   *
   * @param limits the run's own
   */
  static TrainingCheckpoint of(Checkpoint checkpoint, Limits limits) {
    JsonNode scalars = parse(checkpoint);
    Map<String, Object> arrays = new LinkedHashMap<>(checkpoint.arrays());
    TrainingState state = state(scalars, arrays, limits);
    arrays.keySet().removeAll(OWN);
    // Older checkpoints have the learner's counters among the run's.
    Map<String, Long> counters = new HashMap<>();
    scalars
        .path(COUNTERS)
        .properties()
        .forEach(entry -> counters.put(entry.getKey(), entry.getValue().asLong()));
    if (scalars.has("generator_steps")) {
      counters.put("generator_steps", scalars.get("generator_steps").asLong());
    }
    return new TrainingCheckpoint(state, new LearnerState(arrays, counters));
  }

  private static JsonNode parse(Checkpoint checkpoint) {
    try {
      JsonNode scalars = JSON.readTree(checkpoint.scalars());
      if (scalars.path("version").asInt() != VERSION) {
        throw new InvalidInputException(
            Text.format(
                "Cannot resume: the checkpoint has format version %s, this program reads version"
                    + " %d",
                scalars.path("version").asText(), VERSION));
      }
      return scalars;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException("Cannot resume: the checkpoint's scalars are not JSON", e);
    }
  }

  private static TrainingState state(JsonNode scalars, Map<String, Object> arrays, Limits limits) {
    double[] mean = (double[]) arrays.get(OBSERVATIONS_MEAN);
    double[] squares = (double[]) arrays.get(OBSERVATIONS_SQUARES);
    TrainingState state = new TrainingState(mean.length, limits);
    state.observations =
        RunningStatistics.of(scalars.get("observation_count").asLong(), mean, squares);
    state.nextIteration = scalars.get("next_iteration").asInt();
    if (arrays.containsKey(CALIBRATION_COMMANDS)) {
      state.calibration =
          Optional.of(
              new Calibration(
                  list(arrays.get(CALIBRATION_COMMANDS)), list(arrays.get(CALIBRATION_RETURNS))));
    }
    state.lastCommit = scalars.get("last_commit").asText();
    state.dueUpdates = scalars.get("due_updates").asInt();
    state.envSteps = scalars.get("env_steps").asLong();
    state.evaluationEnvSteps = scalars.get("evaluation_env_steps").asLong();
    state.calibrationEnvSteps = scalars.path("calibration_env_steps").asLong(0);
    state.episodes = scalars.get("episodes").asLong();
    state.divergedEpisodes = scalars.get("diverged_episodes").asLong();
    state.divergedInARow = scalars.path("diverged_in_a_row").asInt(0);
    state.maxReturn = Double.parseDouble(scalars.get("max_return").asText());
    state.bestPolicy = scalars.get("best_policy").asText();
    state.lowestSeen = Double.parseDouble(scalars.get("lowest_seen").asText());
    state.highestSeen = Double.parseDouble(scalars.get("highest_seen").asText());
    state.highestStored = Double.parseDouble(scalars.get("highest_stored").asText());
    state.bestIteration = scalars.get("best_iteration").asInt();
    state.bestEnvSteps = scalars.get("best_env_steps").asLong();
    state.times.wall = scalars.get("wall_seconds").asDouble();
    state.times.rollout = scalars.get("rollout_seconds").asDouble();
    state.times.train = scalars.get("train_seconds").asDouble();
    state.times.evaluation = scalars.get("evaluation_seconds").asDouble();
    state.times.overhead = scalars.get("overhead_seconds").asDouble();
    TreeMap<Integer, Long> stored = state.storedByBucket;
    scalars
        .get("stored_by_bucket")
        .properties()
        .forEach(entry -> stored.put(Integer.valueOf(entry.getKey()), entry.getValue().asLong()));
    return state;
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> list(Object array) {
    return DoubleStream.of((double[]) array).boxed().toList();
  }
}

package io.github.udrlpg.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.buffer.BufferEntry;
import io.github.udrlpg.checkpoint.Checkpoint;
import io.github.udrlpg.generator.GeneratorState;
import io.github.udrlpg.policy.RunningStatistics;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * A run's state as arrays and scalars, and back. There is no state of a random number generator in
 * it: every stream begins anew in each iteration, from a seed of its own.
 *
 * @param state what the run has seen
 * @param generator parameters and both moments of Adam
 * @param live what the live buffer holds of all policies, oldest first
 * @param covered what it holds of the covered range, oldest first
 */
record TrainingCheckpoint(
    TrainingState state,
    GeneratorState generator,
    List<BufferEntry> live,
    List<BufferEntry> covered) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;
  private static final String PARAMETER = "generator.parameter.";
  private static final String FIRST_MOMENT = "generator.first_moment.";
  private static final String SECOND_MOMENT = "generator.second_moment.";
  private static final String AVERAGE = "generator.average.";
  private static final String LIVE = "live.";
  private static final String COVERED = "covered.";
  private static final String ITERATION = "iteration";
  private static final String POLICY = "policy";
  private static final String SCALED_RETURN = "scaled_return";
  private static final String CURVE_COMMANDS = "curve.command";
  private static final String CURVE_RETURNS = "curve.scaled_return";
  private static final String CALIBRATION_COMMANDS = "calibration.command";
  private static final String CALIBRATION_RETURNS = "calibration.scaled_return";

  Checkpoint toCheckpoint() {
    Map<String, Object> arrays = new LinkedHashMap<>();
    generator.parameters().forEach((name, values) -> arrays.put(PARAMETER + name, values));
    generator.firstMoments().forEach((name, values) -> arrays.put(FIRST_MOMENT + name, values));
    generator.secondMoments().forEach((name, values) -> arrays.put(SECOND_MOMENT + name, values));
    generator.averages().forEach((name, values) -> arrays.put(AVERAGE + name, values));
    arrays.put("observations.mean", state.observations.mean());
    arrays.put("observations.squared_deviation", state.observations.m2());
    put(arrays, LIVE, live);
    put(arrays, COVERED, covered);
    List<RecentCurve.Point> curve = state.curve.points();
    arrays.put(CURVE_COMMANDS, curve.stream().mapToDouble(RecentCurve.Point::command).toArray());
    arrays.put(CURVE_RETURNS, curve.stream().mapToDouble(RecentCurve.Point::achieved).toArray());
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
    json.put("generator_steps", generator.steps());
    JsonNumbers.put(json, "wall_seconds", state.times.wall);
    JsonNumbers.put(json, "rollout_seconds", state.times.rollout);
    JsonNumbers.put(json, "train_seconds", state.times.train);
    JsonNumbers.put(json, "evaluation_seconds", state.times.evaluation);
    JsonNumbers.put(json, "overhead_seconds", state.times.overhead);
    ObjectNode stored = json.putObject("stored_by_bucket");
    state.storedByBucket.forEach((bucket, rows) -> stored.put(Integer.toString(bucket), rows));
    return json;
  }

  /** Takes a state out of its checkpoint. */
  static TrainingCheckpoint of(Checkpoint checkpoint) {
    JsonNode scalars = parse(checkpoint);
    Map<String, Object> arrays = checkpoint.arrays();
    GeneratorState generator =
        new GeneratorState(
            scalars.get("generator_steps").asLong(),
            floats(arrays, PARAMETER),
            floats(arrays, FIRST_MOMENT),
            floats(arrays, SECOND_MOMENT),
            floats(arrays, AVERAGE));
    List<BufferEntry> live = entries(arrays, LIVE);
    // Older checkpoints know of no covered range.
    List<BufferEntry> covered =
        arrays.containsKey(COVERED + POLICY) ? entries(arrays, COVERED) : List.of();
    TrainingState state = state(scalars, arrays);
    state.highestLive = LiveBuffer.highestReturn(live);
    return new TrainingCheckpoint(state, generator, live, covered);
  }

  private static void put(Map<String, Object> arrays, String name, List<BufferEntry> entries) {
    arrays.put(name + ITERATION, entries.stream().mapToInt(BufferEntry::iteration).toArray());
    arrays.put(name + POLICY, entries.stream().mapToInt(BufferEntry::policy).toArray());
    arrays.put(
        name + SCALED_RETURN, entries.stream().mapToDouble(BufferEntry::scaledReturn).toArray());
  }

  private static List<BufferEntry> entries(Map<String, Object> arrays, String name) {
    int[] iterations = (int[]) arrays.get(name + ITERATION);
    int[] policies = (int[]) arrays.get(name + POLICY);
    double[] returns = (double[]) arrays.get(name + SCALED_RETURN);
    List<BufferEntry> entries = new ArrayList<>(iterations.length);
    for (int i = 0; i < iterations.length; i++) {
      entries.add(new BufferEntry(iterations[i], policies[i], returns[i]));
    }
    return entries;
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

  private static TrainingState state(JsonNode scalars, Map<String, Object> arrays) {
    double[] mean = (double[]) arrays.get("observations.mean");
    double[] squares = (double[]) arrays.get("observations.squared_deviation");
    TrainingState state = new TrainingState(mean.length);
    state.observations =
        RunningStatistics.of(scalars.get("observation_count").asLong(), mean, squares);
    state.nextIteration = scalars.get("next_iteration").asInt();
    if (arrays.containsKey(CALIBRATION_COMMANDS)) {
      state.calibration =
          Optional.of(
              new Calibration(
                  list(arrays.get(CALIBRATION_COMMANDS)), list(arrays.get(CALIBRATION_RETURNS))));
    }
    // Older checkpoints have no curve.
    if (arrays.containsKey(CURVE_COMMANDS)) {
      double[] commands = (double[]) arrays.get(CURVE_COMMANDS);
      double[] achieved = (double[]) arrays.get(CURVE_RETURNS);
      for (int i = 0; i < commands.length; i++) {
        state.curve.add(commands[i], achieved[i]);
      }
    }
    // Older checkpoints do not name the dataset that they belong to.
    state.lastCommit = scalars.path("last_commit").asText("");
    // Checkpoints from before there was overlapping know of none.
    state.dueUpdates = scalars.path("due_updates").asInt(0);
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
    // Before there were ceilings, the highest of all was what was commanded.
    state.highestStored =
        Double.parseDouble(
            scalars.path("highest_stored").asText(Double.toString(state.highestSeen)));
    // An older checkpoint does not say when that was: count from here on.
    state.bestIteration = scalars.path("best_iteration").asInt(state.nextIteration - 1);
    state.bestEnvSteps = scalars.path("best_env_steps").asLong(state.envSteps);
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

  private static Map<String, float[]> floats(Map<String, Object> arrays, String prefix) {
    Map<String, float[]> named = new LinkedHashMap<>();
    arrays.forEach(
        (name, values) -> {
          if (name.startsWith(prefix)) {
            named.put(name.substring(prefix.length()), (float[]) values);
          }
        });
    return named;
  }
}

package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.experiment.Score;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.NumberedName;
import io.github.udrlpg.store.SealedJson;
import io.github.udrlpg.text.JsonNumbers;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What is known of the rungs that have ended, a file each. Which trials go on is computed from
 * these files alone, so a sweep that is killed comes to the same decisions: a rung begins when the
 * file of the one before stands.
 */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final NumberedName FILE_NAME = new NumberedName("rung-", 1, ".json");

  private final Configuration hadoop;
  private final Path directory;

  /**
   * Opens a ledger, which need not exist yet.
   *
   * @param directory of the sweep
   */
  Ledger(Configuration hadoop, Path directory) {
    this.hadoop = hadoop;
    this.directory = new Path(directory, "rungs");
  }

  /** Returns the runs of a rung that has ended. */
  Optional<List<TrialRun>> read(int rung) throws IOException {
    Path file = file(rung);
    try {
      List<TrialRun> runs = new ArrayList<>();
      SealedJson.open(AtomicFiles.read(hadoop, file), Set.of())
          .get("runs")
          .forEach(run -> runs.add(run(run)));
      return Optional.of(runs);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (SealedJson.DamagedException e) {
      throw new InvalidInputException(
          Text.format(
              "Cannot read %s: %s. Remove the file to score the rung again", file, e.getMessage()),
          e);
    }
  }

  /** Stores the runs of a rung that has ended, in place of what was known of it. */
  void write(int rung, List<TrialRun> runs) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", 1);
    json.put("rung", rung);
    var array = json.putArray("runs");
    runs.forEach(run -> array.add(json(run)));
    AtomicFiles.replace(
        hadoop,
        file(rung),
        SealedJson.seal(json).toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private Path file(int rung) {
    return new Path(directory, FILE_NAME.of(rung));
  }

  private static ObjectNode json(TrialRun run) {
    ObjectNode json = JSON.createObjectNode();
    json.put("trial", run.trial());
    json.put("bracket", run.bracket());
    json.put("rung", run.rung());
    json.put("seed", run.seed());
    json.put("env_steps", run.envSteps());
    json.put("cause", run.cause());
    ObjectNode scores = json.putObject("scores");
    run.scores()
        .forEach(
            (score, value) -> {
              if (Double.isFinite(value)) {
                JsonNumbers.put(scores, score.key(), value);
              }
            });
    return json;
  }

  private static TrialRun run(JsonNode json) {
    Map<Score, Double> scores = new EnumMap<>(Score.class);
    for (Score score : Score.values()) {
      if (json.get("scores").has(score.key())) {
        scores.put(score, json.get("scores").get(score.key()).asDouble());
      }
    }
    return new TrialRun(
        json.get("trial").asInt(),
        json.get("bracket").asInt(),
        json.get("rung").asInt(),
        json.get("seed").asLong(),
        json.get("env_steps").asLong(),
        json.get("cause").asText(),
        scores);
  }
}

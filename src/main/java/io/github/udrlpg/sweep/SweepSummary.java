package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.stats.Interval;
import io.github.udrlpg.text.JsonNumbers;
import java.io.IOException;

/** {@code summary.json} of a sweep. */
final class SweepSummary {
  static final ObjectMapper JSON = new ObjectMapper();

  private SweepSummary() {}

  static ObjectNode of(SweepResults results, Importance importance) throws IOException {
    Search search = results.search();
    ObjectNode json = JSON.createObjectNode();
    json.put("sweep", SweepDirectory.id(search.sweep()));
    json.put("question", search.sweep().question());
    json.put("score", search.score().key());
    json.put("trials", search.trials().size());
    json.put("runs", results.runs().size());
    json.put("failed", results.failures().size());
    if (results.best().isPresent()) {
      json.set("best", best(results, results.best().get()));
    } else {
      json.putNull("best");
    }
    ArrayNode ranking = json.putArray("ranking");
    for (TrialResult result : results.ranking()) {
      ObjectNode node = ranking.addObject();
      node.put("trial", result.trial());
      JsonNumbers.put(node, "value", result.value());
    }
    new ReturnAgainstObedience(results).addTo(json.putArray("pareto"));
    ObjectNode shares = json.putObject("importance");
    importance.shares().forEach(key -> JsonNumbers.put(shares, key.name(), key.share()));
    JsonNumbers.put(json, "held_out_r2", importance.heldOutR2());
    return json;
  }

  private static ObjectNode best(SweepResults results, TrialResult result) throws IOException {
    Trial trial = results.search().trials().get(result.trial());
    ObjectNode json = JSON.createObjectNode();
    json.put("trial", result.trial());
    json.put("directory", "trials/" + trial.directory());
    JsonNumbers.put(json, "value", result.value());
    Interval interval = result.estimate(results.search().score()).interval();
    JsonNumbers.add(json.putArray("interval95"), interval.lower(), interval.upper());
    json.put("seeds", result.runs().size());
    json.put("env_steps", result.envSteps());
    ObjectNode values = json.putObject("values");
    trial.values().forEach(values::put);
    json.set("config", JSON.readTree(trial.loaded().json()));
    return json;
  }
}

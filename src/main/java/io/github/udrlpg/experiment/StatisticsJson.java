package io.github.udrlpg.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.stats.Comparison;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Interval;
import io.github.udrlpg.stats.Statistics;
import io.github.udrlpg.text.JsonNumbers;

/** Statistics as JSON; what is not finite is null. */
final class StatisticsJson {
  static final ObjectMapper JSON = new ObjectMapper();

  private StatisticsJson() {}

  static ObjectNode of(Statistics statistics) {
    ObjectNode json = JSON.createObjectNode();
    json.put("runs", statistics.runs());
    json.set("iqm", of(statistics.interquartileMean()));
    json.set("median", of(statistics.median()));
    json.set("mean", of(statistics.mean()));
    json.set("std", of(statistics.standardDeviation()));
    return json;
  }

  static ObjectNode of(Estimate estimate) {
    ObjectNode json = JSON.createObjectNode();
    JsonNumbers.put(json, "value", estimate.value());
    json.set("interval95", of(estimate.interval()));
    return json;
  }

  static ObjectNode of(Comparison comparison) {
    ObjectNode json = JSON.createObjectNode();
    json.put("runs_a", comparison.runsX());
    json.put("runs_b", comparison.runsY());
    json.set("probability_of_improvement", of(comparison.improvement()));
    json.set("mean_difference", of(comparison.meanDifference()));
    JsonNumbers.put(json, "cliffs_delta", comparison.cliffsDelta());
    JsonNumbers.put(json, "hedges_g", comparison.hedgesG());
    JsonNumbers.put(json, "mann_whitney_p", comparison.pValue());
    comparison
        .paired()
        .ifPresent(
            paired -> {
              ObjectNode node = json.putObject("paired");
              node.put("pairs", paired.pairs());
              node.set("mean_difference", of(paired.meanDifference()));
              JsonNumbers.put(node, "wilcoxon_p", paired.pValue());
            });
    return json;
  }

  private static ArrayNode of(Interval interval) {
    return JsonNumbers.add(JSON.createArrayNode(), interval.lower(), interval.upper());
  }
}

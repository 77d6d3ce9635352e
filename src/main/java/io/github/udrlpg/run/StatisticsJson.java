package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.stats.Comparison;
import io.github.udrlpg.stats.Estimate;
import io.github.udrlpg.stats.Interval;
import io.github.udrlpg.stats.Statistics;

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
    put(json, "value", estimate.value());
    json.set("interval95", of(estimate.interval()));
    return json;
  }

  static ObjectNode of(Comparison comparison) {
    ObjectNode json = JSON.createObjectNode();
    json.put("runs_a", comparison.runsX());
    json.put("runs_b", comparison.runsY());
    json.set("probability_of_improvement", of(comparison.improvement()));
    json.set("mean_difference", of(comparison.meanDifference()));
    put(json, "cliffs_delta", comparison.cliffsDelta());
    put(json, "hedges_g", comparison.hedgesG());
    put(json, "mann_whitney_p", comparison.pValue());
    comparison
        .paired()
        .ifPresent(
            paired -> {
              ObjectNode node = json.putObject("paired");
              node.put("pairs", paired.pairs());
              node.set("mean_difference", of(paired.meanDifference()));
              put(node, "wilcoxon_p", paired.pValue());
            });
    return json;
  }

  static void put(ObjectNode json, String key, double value) {
    json.set(key, finite(value));
  }

  /** Returns a number, or null where it is not finite. */
  static JsonNode finite(double value) {
    return Double.isFinite(value)
        ? JSON.getNodeFactory().numberNode(value)
        : JSON.getNodeFactory().nullNode();
  }

  private static ArrayNode of(Interval interval) {
    return JSON.createArrayNode().add(finite(interval.lower())).add(finite(interval.upper()));
  }
}

package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.config.Settings;
import io.github.udrlpg.env.Environments;
import io.github.udrlpg.policy.PolicyShape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What policies must have in common to be looked at together.
 *
 * @param environment the task's identifier
 * @param shape layers of the policies
 * @param lowestReturn training return at scaled return 0
 * @param highestReturn training return at scaled return 1
 * @param survivalBonus whether the alive bonus counts in training returns: {@code include} or
 *     {@code exclude}
 * @param buckets return buckets over scaled returns from 0 to 1
 */
public record Traits(
    String environment,
    PolicyShape shape,
    double lowestReturn,
    double highestReturn,
    String survivalBonus,
    int buckets)
    implements Serializable {

  /** Returns the traits of a run by its configuration. */
  static Traits of(Settings settings) {
    return new Traits(
        settings.env().id(),
        PolicyShape.of(Environments.spec(settings.env().id()), settings.policy().hiddenSizes()),
        settings.returns().min(),
        settings.returns().max(),
        settings.returns().survivalBonus().name().toLowerCase(Locale.ROOT),
        settings.store().partitionBuckets());
  }

  /**
   * Returns the traits of a run that a dataset's card describes.
   *
   * @param run an entry of the card's list of runs, whose policies have one network
   * @param buckets of the dataset
   */
  static Traits of(JsonNode run, int buckets) {
    List<Integer> layers = new ArrayList<>();
    run.at("/policy_network/layers").forEach(layer -> layers.add(layer.asInt()));
    return new Traits(
        run.path("environment").asText(),
        new PolicyShape(layers),
        run.at("/returns/min").asDouble(),
        run.at("/returns/max").asDouble(),
        run.at("/returns/survival_bonus").asText(),
        buckets);
  }

  /** Returns each trait by the key of the configuration that decides it. */
  Map<String, String> byKey() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("env.id", environment);
    values.put("policy.hidden-sizes, all layers", shape.layers().toString());
    values.put("returns.min", Double.toString(lowestReturn));
    values.put("returns.max", Double.toString(highestReturn));
    values.put("returns.survival-bonus", survivalBonus);
    values.put("store.partition-buckets", Integer.toString(buckets));
    return values;
  }

  /** Returns the training return where a bucket begins. */
  double bucketStart(int bucket) {
    return lowestReturn + bucket * (highestReturn - lowestReturn) / buckets;
  }
}

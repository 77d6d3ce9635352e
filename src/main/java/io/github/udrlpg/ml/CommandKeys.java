package io.github.udrlpg.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.text.Text;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that decide what a command means and for what policies, by the configuration of a run.
 *
 * @param owner whose they are, as messages call it
 * @param values by key, as text
 */
record CommandKeys(String owner, Map<String, String> values) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KEYS =
      List.of(
          "env.id", "policy.hidden-sizes", "returns.min", "returns.max", "returns.survival-bonus");

  /** Reads them from a configuration with every key, as JSON. */
  static CommandKeys of(String owner, String configuration) {
    try {
      JsonNode config = JSON.readTree(configuration);
      Map<String, String> values = new LinkedHashMap<>();
      KEYS.forEach(key -> values.put(key, text(config.at("/" + key.replace('.', '/')))));
      return new CommandKeys(owner, values);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          Text.format("The configuration of %s is not JSON: %s", owner, e.getOriginalMessage()), e);
    }
  }

  private static String text(JsonNode value) {
    return value.isNumber()
        ? BigDecimal.valueOf(value.asDouble()).stripTrailingZeros().toPlainString()
        : value.isTextual() ? value.asText() : value.toString();
  }

  /** Returns a line for each key whose values differ. */
  List<String> differences(CommandKeys other) {
    return KEYS.stream()
        .filter(key -> !values.get(key).equals(other.values.get(key)))
        .map(
            key ->
                Text.format(
                    "  %s: %s in %s, %s in %s",
                    key, values.get(key), owner, other.values.get(key), other.owner))
        .toList();
  }
}

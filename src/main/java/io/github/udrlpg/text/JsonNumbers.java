package io.github.udrlpg.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The one way to write a number with a fraction into JSON, which has no infinities and nothing that
 * is not a number: what there is no number for is null. Jackson left to itself writes them as texts
 * that other programs read as such, or not at all.
 */
public final class JsonNumbers {
  private JsonNumbers() {}

  /** Returns a number, or null where it is not finite. */
  public static JsonNode of(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.nullNode();
  }

  /** Sets a field and returns its object. */
  public static ObjectNode put(ObjectNode object, String field, double value) {
    object.set(field, of(value));
    return object;
  }

  /** Appends values and returns their array. */
  public static ArrayNode add(ArrayNode array, double... values) {
    for (double value : values) {
      array.add(of(value));
    }
    return array;
  }
}

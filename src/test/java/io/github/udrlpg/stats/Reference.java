package io.github.udrlpg.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What NumPy, SciPy and rliable say; src/test/python/statistics_reference.py writes it. */
final class Reference {
  private Reference() {}

  static JsonNode read() {
    try (InputStream in = Reference.class.getResourceAsStream("/statistics/reference.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> sets() {
    return StreamSupport.stream(read().get("sets").spliterator(), false);
  }

  static double[] doubles(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  static double[][] rows(JsonNode arrays) {
    return StreamSupport.stream(arrays.spliterator(), false)
        .map(Reference::doubles)
        .toArray(double[][]::new);
  }
}

package io.github.udrlpg.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the reference programs returned for given inputs; {@code -Dgolden.dir} names other data. */
public final class Golden {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Golden() {}

  /** Reads one golden file by its path below the golden directory. */
  public static JsonNode read(String name) {
    Path file = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"), name);
    try {
      return JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read golden data " + file, e);
    }
  }

  /** Returns the numbers of a JSON array. */
  public static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }
}

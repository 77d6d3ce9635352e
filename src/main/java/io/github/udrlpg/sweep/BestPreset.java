package io.github.udrlpg.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.text.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/** Writes the best setting that a sweep found as a preset that jobs/train takes. */
public final class BestPreset {
  private BestPreset() {}

  /**
   * Makes sure that a preset can be written.
   *
   * @throws InvalidInputException if something stands in its place
   */
  public static void requireFree(SweepDirectory directory, Path file) throws IOException {
    Destination.requireFile(directory.hadoop(), file);
    if (file.getFileSystem(directory.hadoop()).exists(file)) {
      throw exists(file);
    }
  }

  private static InvalidInputException exists(Path file) {
    return new InvalidInputException(
        Text.format("%s exists: name another file for the best setting, or remove this one", file));
  }

  /**
   * Writes the preset from the sweep's {@code summary.json}.
   *
   * @throws InvalidInputException if there is none, or no trial came to its end
   */
  public static void write(SweepDirectory directory, Path file) throws IOException {
    requireFree(directory, file);
    JsonNode summary = summary(directory);
    JsonNode best = summary.path("best");
    if (!best.isObject()) {
      throw new InvalidInputException(
          Text.format("No trial of %s has come to its end: there is no best setting", directory));
    }
    String preset = text(summary, best);
    try {
      AtomicFiles.createNew(directory.hadoop(), file, preset.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    }
  }

  private static JsonNode summary(SweepDirectory directory) throws IOException {
    try {
      return SweepSummary.JSON.readTree(
          AtomicFiles.read(directory.hadoop(), directory.path("summary.json")));
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          Text.format("%s has no summary.json: run the sweep to its end first", directory), e);
    }
  }

  private static String text(JsonNode summary, JsonNode best) {
    ObjectNode values = (ObjectNode) best.get("values");
    StringBuilder text = new StringBuilder();
    text.append(
        Text.format(
            "# The best of %d settings by %s: trial %d of %s.%n",
            summary.get("trials").asInt(),
            summary.get("score").asText(),
            best.get("trial").asInt(),
            summary.get("sweep").asText()));
    text.append(
        Text.format(
            "# %s = %s, %s, %d environment steps each. The best of many is partly the%n",
            summary.get("score").asText(),
            best.get("value"),
            best.get("seeds").asInt() < 2
                ? "one seed, so no interval"
                : Text.format(
                    "95 %% interval over %d seeds %s",
                    best.get("seeds").asInt(), best.get("interval95")),
            best.get("env_steps").asLong()));
    text.append(
        "# luckiest: train it with seeds that the sweep has not seen before believing it.\n");
    values
        .properties()
        .forEach(
            value ->
                text.append(
                    Text.format("#   %s = %s%n", value.getKey(), value.getValue().asText())));
    return text.append('\n')
        .append(ConfigLoader.load(best.get("config").toString(), "the best", List.of()).hocon())
        .toString();
  }
}

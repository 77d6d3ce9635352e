package io.github.udrlpg.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.run.RunGroup;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyDataset;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The policies of a run, a group of runs, or a compacted dataset, as a data frame. Which files
 * count is read from the commit log or the card, never from a listing, so a run that is being
 * trained is read as far as it has committed.
 */
public final class StoredPolicies {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Part> parts;
  private final String configuration;

  /** Files below one directory. */
  private record Part(Path root, List<String> files) {}

  private StoredPolicies(List<Part> parts, String configuration) {
    this.parts = parts;
    this.configuration = configuration;
  }

  /**
   * Finds the policies that there are.
   *
   * @param path of a run, a group of runs by jobs/train --seeds, or what jobs/compact made
   * @param warning told of what is left out
   * @throws InvalidInputException if it is none of these, or has no policies
   */
  public static StoredPolicies open(Configuration hadoop, String path, Consumer<String> warning)
      throws IOException {
    Path directory = new Path(path);
    StoredPolicies found;
    if (RunGroup.holdsGroup(hadoop, directory)) {
      found = ofRuns(hadoop, RunGroup.runs(hadoop, directory), warning);
    } else if (RunDirectory.holdsRun(hadoop, directory)) {
      found = ofRuns(hadoop, List.of(directory), warning);
    } else {
      found = compacted(hadoop, directory);
    }
    if (found.parts.isEmpty()) {
      throw new InvalidInputException("%s has no committed policies yet".formatted(path));
    }
    return found;
  }

  private static StoredPolicies ofRuns(
      Configuration hadoop, List<Path> runs, Consumer<String> warning) throws IOException {
    List<Part> parts = new ArrayList<>();
    String configuration = "";
    for (Path path : runs) {
      if (!RunDirectory.holdsRun(hadoop, path)) {
        warning.accept("%s has not begun and is left out".formatted(path));
        continue;
      }
      RunDirectory run = RunDirectory.open(hadoop, path);
      configuration = configuration.isEmpty() ? run.configuration().json() : configuration;
      List<String> files = new ArrayList<>();
      for (CommitEntry commit : PolicyDataset.commits(hadoop, run.path("policies"))) {
        commit.files().stream().map(DataFile::path).forEach(files::add);
      }
      if (!files.isEmpty()) {
        parts.add(new Part(run.path("policies"), files));
      }
    }
    return new StoredPolicies(parts, configuration);
  }

  private static StoredPolicies compacted(Configuration hadoop, Path directory) throws IOException {
    JsonNode card;
    try {
      card = JSON.readTree(AtomicFiles.read(hadoop, new Path(directory, "_card.json")));
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "There is no dataset in %s: it has neither run.json nor group.json nor _card.json"
              .formatted(directory),
          e);
    }
    List<String> files = new ArrayList<>();
    card.path("files").forEach(file -> files.add(file.path("path").asText()));
    return new StoredPolicies(
        files.isEmpty() ? List.of() : List.of(new Part(directory, files)),
        card.at("/runs/0/begun_with/config").toString());
  }

  /** Returns the configuration of the run, or of the first of several, as JSON. */
  public String configuration() {
    return configuration;
  }

  /** Returns the policies, with the columns that a compacted dataset has. */
  public Dataset<Row> read(SparkSession spark) {
    Dataset<Row> all = null;
    for (Part part : parts) {
      String[] files =
          part.files().stream()
              .map(file -> new Path(part.root(), file).toString())
              .toArray(String[]::new);
      Dataset<Row> rows =
          spark.read().option("basePath", part.root().toString()).parquet(files).drop("writer");
      all = all == null ? rows : all.unionByName(rows);
    }
    return all;
  }
}

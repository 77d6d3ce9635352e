package io.github.udrlpg.ml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.config.ConfigLoader;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.CommitEntry;
import io.github.udrlpg.store.DataFile;
import io.github.udrlpg.store.PolicyDataset;
import io.github.udrlpg.store.UserPath;
import io.github.udrlpg.text.Text;
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

  /**
   * Spark's own key (DataSource.GLOB_PATHS_KEY), by which a reader takes paths for names. Escaping
   * what would be a pattern is not enough: Hadoop's search for patterns fails at a colon.
   */
  private static final String GLOB_PATHS = "__globPaths__";

  private final String path;
  private final List<Part> parts;
  private final List<Run> runs;

  /** Files below one directory. */
  private record Part(Path root, List<String> files) {}

  /** A run that policies are of, and its configuration with every key, as JSON. */
  private record Run(String name, String configuration) {}

  private StoredPolicies(String path, List<Part> parts, List<Run> runs) {
    this.path = path;
    this.parts = parts;
    this.runs = runs;
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
    Path directory = UserPath.of(hadoop, path);
    StoredPolicies found;
    if (RunGroup.holdsGroup(hadoop, directory)) {
      found = ofRuns(hadoop, path, RunGroup.runs(hadoop, directory), warning);
    } else if (RunDirectory.holdsRun(hadoop, directory)) {
      found = ofRuns(hadoop, path, List.of(directory), warning);
    } else {
      found = compacted(hadoop, path);
    }
    if (found.parts.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
              "%s holds no committed policies: a run has some after its first iteration, and one by"
                  + " jobs/fit-offline never has",
              path));
    }
    return found;
  }

  private static StoredPolicies ofRuns(
      Configuration hadoop, String path, List<Path> directories, Consumer<String> warning)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    for (Path directory : directories) {
      if (!RunDirectory.holdsRun(hadoop, directory)) {
        warning.accept(Text.format("%s has not begun and is left out", directory));
        continue;
      }
      RunDirectory run = RunDirectory.open(hadoop, directory);
      runs.add(new Run(run.run(), run.configuration().json()));
      List<String> files = new ArrayList<>();
      for (CommitEntry commit :
          PolicyDataset.commits(hadoop, run.path("policies"), run.identity())) {
        commit.files().stream().map(DataFile::path).forEach(files::add);
      }
      if (!files.isEmpty()) {
        parts.add(new Part(run.path("policies"), files));
      }
    }
    return new StoredPolicies(path, parts, runs);
  }

  private static StoredPolicies compacted(Configuration hadoop, String path) throws IOException {
    Path directory = UserPath.of(hadoop, path);
    JsonNode card;
    try {
      card = JSON.readTree(AtomicFiles.read(hadoop, new Path(directory, "_card.json")));
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          Text.format(
              "There is no dataset in %s: it has neither run.json nor group.json nor _card.json",
              directory),
          e);
    }
    List<String> files = new ArrayList<>();
    card.path("files").forEach(file -> files.add(file.path("path").asText()));
    List<Run> runs = new ArrayList<>();
    card.path("runs")
        .forEach(
            run ->
                runs.add(
                    new Run(run.path("run").asText(), run.at("/begun_with/config").toString())));
    return new StoredPolicies(
        path, files.isEmpty() ? List.of() : List.of(new Part(directory, files)), runs);
  }

  /** Returns the configuration of the run, or of the first of several, as JSON. */
  public String configuration() {
    return runs.get(0).configuration();
  }

  /**
   * Makes sure that a command means one thing: that all runs agree with each other, and with the
   * configuration that a generator is trained by, in their task, the policies' layers and the scale
   * of returns.
   *
   * @param loaded the configuration
   * @throws InvalidInputException naming the keys in which two of them differ, with both values
   */
  public void requireOneTask(ConfigLoader.Loaded loaded) {
    CommandKeys first = CommandKeys.of("run " + runs.get(0).name(), configuration());
    for (Run run : runs) {
      List<String> differences =
          first.differences(CommandKeys.of("run " + run.name(), run.configuration()));
      if (!differences.isEmpty()) {
        throw new InvalidInputException(
            Text.format(
                    "The runs of %s differ in what a command means:%n%s%nTrain from runs that agree"
                        + " in",
                    path, String.join("\n", differences))
                + " these keys: name one of them, or a dataset that jobs/compact made of such"
                + " alone");
      }
    }
    List<String> differences =
        first.differences(CommandKeys.of("the configuration", loaded.json()));
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          Text.format(
                  "The policies of %s are stored by other values than the configuration"
                      + " has:%n%s%nLeave",
                  path, String.join("\n", differences))
              + " these keys as the run has them");
    }
  }

  /** Returns the policies of which no episode diverged: the others have no return. */
  public static Dataset<Row> sound(Dataset<Row> policies) {
    return Selection.sound(policies);
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
          spark
              .read()
              .option("basePath", part.root().toString())
              .option(GLOB_PATHS, false)
              .parquet(files)
              .drop("writer");
      all = all == null ? rows : all.unionByName(rows);
    }
    return all;
  }
}

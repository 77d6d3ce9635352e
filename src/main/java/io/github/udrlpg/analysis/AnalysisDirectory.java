package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.report.AnalysisData;
import io.github.udrlpg.report.AnalysisPage;
import io.github.udrlpg.report.Pictures;
import io.github.udrlpg.run.RunDirectory;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.store.Destination;
import io.github.udrlpg.store.DirectoryClaim;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where an analysis is written: tables, summary.json, pictures, and at the end the page. */
final class AnalysisDirectory {
  private final Configuration hadoop;
  private final OutputName name;
  private Path directory;

  /**
   * Looks at a directory that has to be new or empty; nothing is written.
   *
   * @throws InvalidInputException if it holds anything, and its name was given
   */
  AnalysisDirectory(Configuration hadoop, Path directory, OutputName name) throws IOException {
    this.hadoop = hadoop;
    this.directory = directory;
    this.name = name;
    Destination.requireDirectory(hadoop, directory);
    if (name == OutputName.GIVEN) {
      requireFree();
    }
  }

  /** Returns the directory, which may be another than was proposed once it is claimed. */
  Path path() {
    return directory;
  }

  private void requireFree() throws IOException {
    if (RunDirectory.holdsAnything(hadoop, directory)) {
      throw new InvalidInputException(
          Text.format(
              "%s is not an empty directory: name a new or an empty one with --out", directory));
    }
  }

  /**
   * Takes the directory.
   *
   * @throws InvalidInputException if somebody else has; nothing of it has changed
   */
  DirectoryClaim claim() throws IOException {
    DirectoryClaim.What what = new DirectoryClaim.What("analysis", "");
    if (name == OutputName.PROPOSED) {
      DirectoryClaim claim = DirectoryClaim.takeFree(hadoop, directory, what, "");
      directory = claim.directory();
      return claim;
    }
    DirectoryClaim claim = DirectoryClaim.take(hadoop, directory, what, "");
    try {
      requireFree();
      return claim;
    } catch (IOException | RuntimeException e) {
      claim.withdraw(e);
      claim.close();
      throw e;
    }
  }

  /** Writes a table that may be of any size. */
  void large(String name, Dataset<Row> table) {
    table.write().parquet(new Path(directory, "tables/" + name).toString());
  }

  /** Writes a table in one file, in its order. */
  void small(String name, Dataset<Row> table) {
    large(name, table.coalesce(1));
  }

  /**
   * Writes the summary, by which an analysis is complete, then pictures and page.
   *
   * @param undrawn is told of pictures that could not be drawn
   */
  void finish(AnalysisData data, JsonNode summary, Consumer<String> undrawn) throws IOException {
    write("summary.json", summary.toPrettyString() + "\n");
    Pictures pictures = AnalysisPage.pictures(data);
    pictures.warnings().forEach(undrawn);
    for (Map.Entry<String, byte[]> picture : pictures.files().entrySet()) {
      AtomicFiles.replace(hadoop, new Path(directory, picture.getKey()), picture.getValue());
    }
    write("index.html", AnalysisPage.render(data));
  }

  private void write(String name, String content) throws IOException {
    AtomicFiles.replace(
        hadoop, new Path(directory, name), content.getBytes(StandardCharsets.UTF_8));
  }
}

package io.github.udrlpg.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.report.AnalysisData;
import io.github.udrlpg.report.AnalysisPage;
import io.github.udrlpg.report.Pictures;
import io.github.udrlpg.store.AtomicFiles;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where an analysis is written: tables, summary.json, pictures, and at the end the page. */
final class AnalysisDirectory {
  private final Configuration hadoop;
  private final Path directory;

  /**
   * Takes a directory that is new or empty.
   *
   * @throws InvalidInputException if it holds anything
   */
  AnalysisDirectory(Configuration hadoop, Path directory) throws IOException {
    this.hadoop = hadoop;
    this.directory = directory;
    FileSystem fileSystem = directory.getFileSystem(hadoop);
    if (fileSystem.exists(directory)
        && (!fileSystem.getFileStatus(directory).isDirectory()
            || fileSystem.listStatus(directory).length > 0)) {
      throw new InvalidInputException(
          Text.format(
              "%s is not an empty directory: name a new or an empty one with --out", directory));
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

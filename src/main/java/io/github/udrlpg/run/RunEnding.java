package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.algorithm.FittedGenerator;
import io.github.udrlpg.harness.TrainingRun;
import io.github.udrlpg.harness.TrainingSummary;
import io.github.udrlpg.report.Charts;
import io.github.udrlpg.report.HtmlReport;
import io.github.udrlpg.report.Pictures;
import io.github.udrlpg.report.ReportData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a run leaves when it comes to its end: {@code summary.json}, and mostly a report. */
public final class RunEnding {
  private final RunDirectory directory;
  private final TrainingRun training;
  private final TrainingSummary summary;

  /** Prepares the end of a run; nothing is written yet. */
  public RunEnding(RunDirectory directory, TrainingRun training, TrainingSummary summary) {
    this.directory = directory;
    this.training = training;
    this.summary = summary;
  }

  /**
   * Writes {@code summary.json} and the report.
   *
   * @param warnings of the run
   * @param undrawn is told of pictures that could not be drawn
   */
  public void write(List<String> warnings, Consumer<String> undrawn) throws IOException {
    ObjectNode json = json();
    write(json);
    write(report(warnings).data(summary, json), undrawn);
  }

  /**
   * Writes {@code summary.json} and the report of a run whose generator was trained from a dataset
   * alone.
   *
   * @param warnings of the run
   * @param undrawn is told of pictures that could not be drawn
   */
  public void writeOffline(FittedGenerator fitted, List<String> warnings, Consumer<String> undrawn)
      throws IOException {
    ObjectNode json = json();
    write(json);
    write(report(warnings).data(summary, json, fitted), undrawn);
  }

  /**
   * Writes {@code summary.json} alone; resuming the run to the same number of environment steps
   * writes the report too.
   */
  public void writeWithoutReport() throws IOException {
    write(json());
  }

  /** Returns how well the run does what it is told, in one line; empty where nobody asked. */
  public Optional<String> verdict() throws IOException {
    return Obedience.of(IdentitySummary.last(training.metrics().identity().read()))
        .verdict(summary);
  }

  private RunReport report(List<String> warnings) {
    return new RunReport(directory.run(), directory.configuration(), training.metrics(), warnings);
  }

  private ObjectNode json() throws IOException {
    ObjectNode json =
        SummaryJson.of(directory.run(), directory.configuration().settings().env().id(), summary);
    IdentitySummary.put(json, training.metrics().identity().read());
    verdict().ifPresent(line -> json.withObject("/identity").put("verdict", line));
    return json;
  }

  /** The report comes behind the summary: no picture keeps what a run came to from being kept. */
  private void write(ReportData data, Consumer<String> undrawn) throws IOException {
    Pictures pictures = Charts.files(data);
    pictures.warnings().forEach(undrawn);
    for (Map.Entry<String, byte[]> picture : pictures.files().entrySet()) {
      directory.replace("report/" + picture.getKey(), picture.getValue());
    }
    // A report is there once its page is.
    write("report/index.html", HtmlReport.render(data));
  }

  private void write(ObjectNode json) throws IOException {
    write("summary.json", json.toPrettyString() + "\n");
  }

  private void write(String name, String content) throws IOException {
    directory.replace(name, content.getBytes(StandardCharsets.UTF_8));
  }
}

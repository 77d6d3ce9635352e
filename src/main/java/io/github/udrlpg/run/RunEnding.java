package io.github.udrlpg.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.udrlpg.report.Charts;
import io.github.udrlpg.report.HtmlReport;
import io.github.udrlpg.report.ReportData;
import io.github.udrlpg.train.FittedGenerator;
import io.github.udrlpg.train.TrainingRun;
import io.github.udrlpg.train.TrainingSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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

  /** Writes the report and {@code summary.json}. */
  public void write(List<String> warnings) throws IOException {
    ObjectNode json = json();
    write(json, report(warnings).data(summary, json));
  }

  /**
   * Writes the report and {@code summary.json} of a run whose generator was trained from a dataset
   * alone.
   */
  public void writeOffline(FittedGenerator fitted, List<String> warnings) throws IOException {
    ObjectNode json = json();
    write(json, report(warnings).data(summary, json, fitted));
  }

  /**
   * Writes {@code summary.json} alone; resuming the run to the same number of environment steps
   * writes the report too.
   */
  public void writeWithoutReport() throws IOException {
    write(json());
  }

  private RunReport report(List<String> warnings) {
    return new RunReport(directory.run(), directory.configuration(), training.metrics(), warnings);
  }

  private ObjectNode json() throws IOException {
    ObjectNode json =
        SummaryJson.of(directory.run(), directory.configuration().settings().env().id(), summary);
    IdentitySummary.put(json, training.metrics().identity().read());
    return json;
  }

  /** The summary comes last: a run that has one has come to its end. */
  private void write(ObjectNode json, ReportData data) throws IOException {
    write("report/index.html", HtmlReport.render(data));
    for (Map.Entry<String, byte[]> picture : Charts.files(data).entrySet()) {
      directory.replace("report/" + picture.getKey(), picture.getValue());
    }
    write(json);
  }

  private void write(ObjectNode json) throws IOException {
    write("summary.json", json.toPrettyString() + "\n");
  }

  private void write(String name, String content) throws IOException {
    directory.replace(name, content.getBytes(StandardCharsets.UTF_8));
  }
}

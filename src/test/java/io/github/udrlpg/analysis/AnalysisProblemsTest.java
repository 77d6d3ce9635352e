package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.compact.CompactionRequest;
import io.github.udrlpg.config.StoreSettings.Compression;
import io.github.udrlpg.experiment.RunGroup;
import io.github.udrlpg.report.AnalysisData;
import io.github.udrlpg.report.AnalysisPage;
import io.github.udrlpg.report.Table;
import io.github.udrlpg.testing.Compacted;
import io.github.udrlpg.testing.Runs;
import io.github.udrlpg.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisProblemsTest {
  private static final Configuration HADOOP = new Configuration();
  private static final AnalysisRequest REQUEST = new AnalysisRequest(100, 100, 2, 3, 99, 1);

  @TempDir Path directory;

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  private void prepare(String input, String out) throws IOException {
    Analysis.prepare(HADOOP, path(input), path(out), OutputName.GIVEN, REQUEST, warning -> {});
  }

  @Test
  void namesEveryNumberThatIsOutOfRange() {
    assertThatThrownBy(() -> new AnalysisRequest(9, 100, -1, 1, 18, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--sample must be from 10 to 5000, found 9")
        .hasMessageContaining("--cluster-buckets must be from 0 to 100, found -1")
        .hasMessageContaining("--clusters must be from 2 to 10, found 1")
        .hasMessageContaining("--nulls must be from 19 to 9999, found 18")
        .hasMessageContaining("--episodes must be from 1 to 1000, found 0");
  }

  @Test
  void refusesWhatIsNoRun() throws IOException {
    Files.createDirectories(directory.resolve("none"));
    assertThatThrownBy(() -> prepare("none", "out"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("There is nothing to analyse in")
        .hasMessageEndingWith("neither run.json nor group.json nor sweep.json nor _card.json");
  }

  @Test
  void refusesADamagedCard() throws IOException {
    Files.createDirectories(directory.resolve("dataset"));
    Files.writeString(directory.resolve("dataset/_card.json"), "{");
    assertThatThrownBy(() -> prepare("dataset", "out"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("_card.json")
        .hasMessageEndingWith("Make the dataset anew with jobs/compact");
  }

  @Test
  void writesOverNothing() throws IOException {
    PlantedRun.write(HADOOP, path("run"));
    Files.createDirectories(directory.resolve("out"));
    Files.writeString(directory.resolve("out/mine.txt"), "precious");
    assertThatThrownBy(() -> prepare("run", "out"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("is not an empty directory: name a new or an empty one with --out");
    assertThat(directory.resolve("out/mine.txt")).hasContent("precious");
  }

  private void trial(int number, String... overrides) throws IOException {
    org.apache.hadoop.fs.Path trial = path(Text.format("sweep/trials/trial=%04d", number));
    RunGroup.create(HADOOP, trial, PlantedRun.settings(overrides), List.of(0L)).begin();
    PlantedRun.begin(HADOOP, new org.apache.hadoop.fs.Path(trial, "seed-0"), overrides);
    PlantedRun.writeRows(HADOOP, new org.apache.hadoop.fs.Path(trial, "seed-0"), 1);
    Files.writeString(directory.resolve("sweep/sweep.json"), "{}");
  }

  @Test
  void namesEveryKeyInWhichTrialsDiffer() throws IOException {
    trial(0);
    trial(1, "returns.max=400");
    trial(2, "returns.max=400", "returns.survival-bonus=exclude", "store.partition-buckets=10");
    String expected =
        """
        cannot be analysed together, because they differ in
          returns.max: 365.0 in 1 (trial=0000/seed-0); 400.0 in 2 (trial=0001/seed-0, \
        trial=0002/seed-0)
          returns.survival-bonus: exclude in 1 (trial=0002/seed-0); include in 2 \
        (trial=0000/seed-0, trial=0001/seed-0)
        """;
    String wayOut = "Analyse one trial of the sweep at a time, such as jobs/analyze SWEEP/trials";
    assertThatThrownBy(() -> prepare("sweep", "out"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The 3 runs of ")
        .hasMessageContaining(expected)
        .hasMessageContaining("store.partition-buckets: 10 in 1 (trial=0002/seed-0); 20 in 2 (")
        .hasMessageContaining(wayOut);
    CompactionRequest compaction =
        new CompactionRequest(
            List.of(path("sweep").toString()),
            path("dataset").toString(),
            256,
            OptionalInt.of(20),
            Compression.ZSTD);
    Compacted.make(HADOOP, compaction);
    assertThatThrownBy(() -> prepare("dataset", "out"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("returns.max: 365.0 in 1 (trial=0000/seed-0, BriefSwimmer-v0-seed1-")
        .hasMessageContaining(wayOut)
        .message()
        .doesNotContain("store.partition-buckets");
    assertThatCode(() -> prepare("sweep/trials/trial=0001", "out")).doesNotThrowAnyException();
  }

  @Test
  void networksThatDifferAreNamedByAllTheirLayers() {
    TraitsOfRuns runs = new TraitsOfRuns();
    for (int run = 0; run < 5; run++) {
      String sizes = "policy.hidden-sizes=" + (run == 0 ? "[]" : "[16]");
      runs.add("run-" + run, Traits.of(Runs.tiny(sizes).settings()));
    }
    assertThatThrownBy(() -> runs.requireSame("X", "Do something else"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            The 5 runs of X cannot be analysed together, because they differ in
              policy.hidden-sizes, all layers: [8, 16, 2] in 4 (run-1, run-2, run-3, …); \
            [8, 2] in 1 (run-0)
            Do something else\
            """);
  }

  @Test
  void thePageEscapesWhatItIsTold() {
    String page =
        AnalysisPage.render(
            new AnalysisData(
                "<b>title",
                List.of("<script>warn"),
                List.of("a < b"),
                List.of(
                    new AnalysisData.Section(
                        "R&D",
                        Optional.empty(),
                        List.of("<i>note"),
                        Optional.of(new Table(List.of("<th>"), List.of(List.of("<td>"))))))));
    assertThat(page)
        .contains("&lt;b&gt;title", "&lt;script&gt;warn", "a &lt; b", "R&amp;D", "&lt;i&gt;note")
        .contains("&lt;th&gt;", "&lt;td&gt;")
        .doesNotContain("<script>");
  }
}

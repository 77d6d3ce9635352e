package io.github.udrlpg.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.udrlpg.InvalidInputException;
import io.github.udrlpg.report.AnalysisData;
import io.github.udrlpg.report.AnalysisPage;
import io.github.udrlpg.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    Analysis.prepare(HADOOP, path(input), path(out), REQUEST, warning -> {});
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
        .hasMessageContaining("There is no run in")
        .hasMessageEndingWith("it has no run.json");
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

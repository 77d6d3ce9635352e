package io.github.udrlpg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.analysis.AnalysisListener.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnalysisProgressTest {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final AnalysisProgress progress =
      new AnalysisProgress(new PrintStream(text, true, StandardCharsets.UTF_8));

  @Test
  void namesEachStageAsItBegins() {
    progress.began(Stage.ROWS, "160 policies in 16 files, 3 MiB");
    progress.began(Stage.WEIGHTS, "of 160 policies");
    progress.progressed(1, 16);
    assertThat(text.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "stage 1 of 6, rows: 160 policies in 16 files, 3 MiB | after 0 s",
            "stage 2 of 6, weights: of 160 policies | after 0 s");
  }

  @Test
  void extrapolatesTheTimeOfTheStage() {
    progress.began(Stage.CLUSTERS, "in at most 8 return buckets");
    assertThat(progress.line(0, 8, Duration.ofSeconds(5)))
        .isEqualTo("stage 4 of 6, clusters | 0 of 8 parts (0 %) | unknown time left in this stage");
    assertThat(progress.line(2, 8, Duration.ofSeconds(30)))
        .isEqualTo("stage 4 of 6, clusters | 2 of 8 parts (25 %) | 1 min 30 s left in this stage");
    assertThat(progress.line(8, 8, Duration.ofSeconds(30)))
        .isEqualTo("stage 4 of 6, clusters | 8 of 8 parts (100 %) | 0 s left in this stage");
  }
}

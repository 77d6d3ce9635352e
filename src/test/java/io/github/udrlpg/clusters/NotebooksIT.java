package io.github.udrlpg.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udrlpg.testing.JobProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The notebooks run from their first cell to their last, as anyone runs them. */
@Tag("clusters")
class NotebooksIT {
  @TempDir Path directory;

  @Test
  void everyCellRuns() throws IOException {
    try (JobProcess check =
        JobProcess.start(List.of("notebooks/check"), directory.resolve("check.log"))) {
      assertThat(check.ends(Duration.ofMinutes(40))).as(check.log()).isTrue();
      assertThat(check.exitCode()).as(check.log()).isZero();
      assertThat(check.log())
          .contains("dataset.ipynb: 9 of 9 cells, 2 pictures", "spark.ipynb: 5 of 5 cells");
    }
    Path executed = Path.of("target", "notebooks", "executed");
    assertThat(executed.resolve("dataset-1.png")).isNotEmptyFile();
    assertThat(executed.resolve("dataset-2.png")).isNotEmptyFile();
  }
}
